using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Hosting;
using Stekker.Edge.Ocpp.Tests.Support;

namespace Stekker.Edge.Tests.Hosting;

public sealed class RestartingTests : IDisposable
{
    private readonly VirtualTime time = new();
    private readonly Restarting restarting;
    private SiteState site = With(SessionState.Charging);

    public RestartingTests() => restarting = new Restarting(() => site, time);

    public void Dispose() => restarting.Dispose();

    [Fact]
    public void It_waits_until_no_car_is_charging()
    {
        restarting.Ask(now: false);
        time.Advance(TimeSpan.FromHours(3));
        Assert.False(restarting.Due.IsCompleted);
        site = With(SessionState.PausedByCar);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(restarting.Due.IsCompleted);
    }

    [Fact]
    public void A_site_that_always_charges_is_restarted_after_a_day()
    {
        restarting.Ask(now: false);
        for (int hour = 0; hour < 23; hour++)
        {
            time.Advance(TimeSpan.FromHours(1));
        }

        Assert.False(restarting.Due.IsCompleted);
        time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        Assert.True(restarting.Due.IsCompleted);
    }

    [Fact]
    public void Now_is_now()
    {
        restarting.Ask(now: true);
        Assert.True(restarting.Due.IsCompleted);
    }

    private static SiteState With(SessionState state)
    {
        DateTimeOffset noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
        Stamp at = new(noon, true, null);
        Session session = new()
        {
            Id = 1,
            ChargePointId = "CP01",
            ConnectorId = 1,
            PluggedIn = at,
            State = state,
            Transaction = new Transaction(1, IdTag.TryParse("A")!.Value, CardVerdict.Accepted, at, noon, WattHours.Zero, new RegisterTrack(WattHours.Zero, noon, WattHours.Zero, 0)),
        };
        LedgerContents ledger = LedgerContents.Empty with
        {
            ChargePoints = [new ChargePointRecord("CP01", Admission.Accepted, null, 0)],
            Sessions = [session],
        };
        return SiteState.Restore(new SiteConfiguration { SiteId = "here" }, ledger, new Now(TimeSpan.Zero, noon, true));
    }
}
