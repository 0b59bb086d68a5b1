using System.Text.Json;
using Stekker.Edge.Twin.Reporting;
using Stekker.Edge.Twin.Virtual;

namespace Stekker.Edge.Twin.Tests.Virtual;

public sealed class PolicyTests
{
    [Theory]
    [InlineData(LimitPolicy.EqualShare)]
    [InlineData(LimitPolicy.FirstComeFirstServed)]
    public void A_simple_policy_moves_energy_too_and_keeps_the_ledger_right(LimitPolicy policy)
    {
        VirtualSite site = new(Story.Quiet("depot", 2, hours: 5), policy);
        site.Run();

        Assert.True(site.Sessions.MeteredKwh > 20, $"{site.Sessions.MeteredKwh} kWh");
        Assert.DoesNotContain(site.Violations.InWords, v => v.Invariant is "energy" or "session lost" or "session doubled");
    }

    [Fact]
    public void The_report_tells_what_the_run_came_to()
    {
        VirtualSite site = new(Story.Of("depot", 2));
        site.Run();

        JsonElement report = JsonDocument.Parse(TwinReport.Of(site, LimitPolicy.Balancer, TimeSpan.FromSeconds(2)).ToJson()).RootElement;

        Assert.Equal(("depot", "balancer"), (report.GetProperty("scenario").GetString(), report.GetProperty("policy").GetString()));
        Assert.Equal(site.Violations.Count == 0, report.GetProperty("holds").GetBoolean());
        Assert.Equal(site.Sessions.Started, report.GetProperty("energy").GetProperty("sessions").GetInt32());
        Assert.Equal(report.GetProperty("energy").GetProperty("meterKwh").GetDouble(), report.GetProperty("energy").GetProperty("ledgerKwh").GetDouble());
        Assert.Equal(Enum.GetValues<Rung>().Length, report.GetProperty("rungs").GetArrayLength());
        Assert.True(report.GetProperty("speed").GetProperty("ratio").GetDouble() > 0);
    }
}
