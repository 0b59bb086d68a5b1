using Stekker.Edge.Core.Site;
using Stekker.Edge.Twin.Scenarios;
using Stekker.Edge.Twin.Virtual;

namespace Stekker.Edge.Twin.Tests.Virtual;

/// <summary>Each rung of the fail-safe ladder by itself, with cars charging.</summary>
public sealed class LadderTests
{
    private const ulong Seed = 1;

    [Fact]
    public void Edge_killed_for_minutes__cars_go_on_and_nothing_is_lost()
    {
        VirtualSite site = Run(Rung.EdgeKilled, new PlannedFault(FaultKind.EdgeKilled, TimeSpan.FromHours(3.5), TimeSpan.FromMinutes(6)));

        Assert.True(ChargedDuring(site, 3.52, 3.59));
    }

    [Fact]
    public void Edge_gone_for_longer_than_a_profile_lasts__chargers_fall_back_to_their_safe_share() =>
        Run(Rung.ProfileLapsed, new PlannedFault(FaultKind.EdgeKilled, TimeSpan.FromHours(3), TimeSpan.FromMinutes(80)));

    [Fact]
    public void Charger_cut_off_closed__others_get_the_rest() =>
        Run(Rung.LineClosed, new PlannedFault(FaultKind.LineClosed, TimeSpan.FromHours(3.5), TimeSpan.FromMinutes(25), "N1"));

    [Fact]
    public void Charger_cut_off_half_open__nobody_is_told_and_it_is_noticed() =>
        Run(Rung.LineHalfOpen, new PlannedFault(FaultKind.LineHalfOpen, TimeSpan.FromHours(3.5), TimeSpan.FromMinutes(25), "N1"));

    [Fact]
    public void Grid_meter_silent_for_half_a_minute__a_conservative_base_load_takes_its_place() =>
        Run(Rung.MeterSilent, new PlannedFault(FaultKind.MeterSilent, TimeSpan.FromHours(3.5), TimeSpan.FromSeconds(30)));

    [Fact]
    public void Grid_meter_silent_for_minutes__safe_share_for_all() =>
        Run(Rung.MeterLost, new PlannedFault(FaultKind.MeterSilent, TimeSpan.FromHours(3.5), TimeSpan.FromMinutes(10)));

    [Fact]
    public void Clock_lost_and_set_again__charging_goes_on_and_the_ledger_is_right()
    {
        VirtualSite site = Run(Rung.ClockUntrusted, new PlannedFault(FaultKind.ClockLost, TimeSpan.FromHours(3.5), TimeSpan.FromMinutes(20)));

        Assert.Equal(1, site.Rungs.TimesCharging(Rung.ClockSet));
    }

    [Fact]
    public void Disk_full__charging_goes_on_and_the_ledger_catches_up() =>
        Run(Rung.DiskFull, new PlannedFault(FaultKind.LedgerFull, TimeSpan.FromHours(2.5), TimeSpan.FromMinutes(150)));

    [Fact]
    public void Charger_that_ignores_its_limit__what_it_draws_is_kept_free_for_it() =>
        Run(Rung.LimitIgnored, new PlannedFault(FaultKind.LimitIgnored, TimeSpan.FromHours(3.5), TimeSpan.FromMinutes(40), "N1"));

    [Fact]
    public void Charger_that_rounds_its_limit_up__what_it_draws_is_kept_free_for_it() =>
        Run(Rung.LimitRoundedUp, new PlannedFault(FaultKind.LimitRoundedUp, TimeSpan.FromHours(3.5), TimeSpan.FromMinutes(40), "N1"));

    /// <summary>A depot's evening with one fault in it, and all invariants.</summary>
    private static VirtualSite Run(Rung rung, PlannedFault fault)
    {
        VirtualSite site = new(Evening(fault));
        site.Run();

        Assert.True(site.Violations.Count == 0, string.Join('\n', site.Violations.InWords));
        Assert.True(site.Rungs.TimesCharging(rung) > 0, $"{rung} was not stood on while a car charged");
        Assert.True(site.Sessions.Compared >= 6, $"{site.Sessions.Compared} sessions compared");
        Assert.Equal(site.Sessions.MeteredKwh, site.Sessions.LedgerKwh, 1e-6);
        return site;
    }

    private static bool ChargedDuring(VirtualSite ended, double fromHour, double untilHour)
    {
        double least = double.MaxValue;
        VirtualSite again = new(ended.Scenario)
        {
            Looked = s => least = s.World.At.TotalHours > fromHour && s.World.At.TotalHours < untilHour ? Math.Min(least, s.World.Evses.Sum(e => e.PowerW)) : least,
        };
        again.Run();
        return least is > 1_000 and < double.MaxValue;
    }

    private static Scenario Evening(PlannedFault fault) => Story.Quiet("depot", Seed, hours: 6) with { Planned = [fault] };
}
