using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.CentralSystem;

public class AdmissionTests
{
    [Fact]
    public async Task A_new_charge_point_waits_until_someone_accepts_it_and_is_then_asked_to_boot()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        TestCharger firmware = new();
        using LiveCharger charger = await LiveCharger.ConnectAsync(site.Address, "NEW", firmware);
        Assert.Equal(RegistrationStatus.Pending, await charger.BootAsync());
        await LiveCharger.Answer<HeartbeatResponse>(charger.Client.HeartbeatAsync());
        CallOutcome.Refused refused = Assert.IsType<CallOutcome.Refused>(await charger.Client.AuthorizeAsync(new AuthorizeRequest("CARD")).OrFail());
        Assert.Equal("SecurityError", refused.Code);
        Assert.Empty(firmware.Asked.All);

        await site.AskAsync(id => new SiteEvent.ChargePointAdmitted(id, "NEW", Admission.Accepted));
        await firmware.WasAsked<TriggerMessageRequest>(t => t.RequestedMessage == MessageTrigger.BootNotification);
        Assert.Equal(RegistrationStatus.Accepted, await charger.BootAsync());
        await firmware.IsCommissioned();
        Assert.NotNull(site.Find("NEW")!.Capabilities);
        Assert.Equal(AuthorizationStatus.Invalid, (await LiveCharger.Answer<AuthorizeResponse>(charger.Client.AuthorizeAsync(new AuthorizeRequest("CARD")))).IdTagInfo.Status);
        Assert.Equal(Admission.Accepted, Assert.Single((await site.StopAndLoadAsync()).ChargePoints).Admission);
    }

    [Fact]
    public async Task A_charge_point_that_is_refused_loses_its_line_and_stays_out()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        using LiveCharger charger = await LiveCharger.ConnectAsync(site.Address, "NEW", new TestCharger());
        Assert.Equal(RegistrationStatus.Pending, await charger.BootAsync());
        await site.AskAsync(id => new SiteEvent.ChargePointAdmitted(id, "NEW", Admission.Refused));
        Assert.Equal("refused here", Assert.IsType<PeerClosed.PeerLeft>(await charger.Closed.OrFail()).Description);
        await site.Log.Said("NEW is gone: refused here");
        Assert.IsType<DialOutcome.Refused>(await new WebSocketDialer(site.Address, "NEW").DialAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_charge_point_that_was_only_cut_off_is_commissioned_without_a_boot()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        TestCharger firmware = new();
        using LiveCharger charger = await LiveCharger.ConnectAsync(site.Address, "CP01", firmware);
        await LiveCharger.Answer<HeartbeatResponse>(charger.Client.HeartbeatAsync());
        await site.PassAsync(6);
        await firmware.IsCommissioned();
        Assert.Empty(firmware.Changes);
        Assert.Single(firmware.Asked.All.OfType<GetConfigurationRequest>());
    }
}
