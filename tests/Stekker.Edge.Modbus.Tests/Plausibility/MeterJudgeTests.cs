using System.Collections.Immutable;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Plausibility;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Tests.Plausibility;

public sealed class MeterJudgeTests
{
    private static readonly SiteContext Quiet = new(Amperes.FromWhole(63), [], Watts.Zero);

    [Fact]
    public void A_good_meter_gives_no_findings()
    {
        MeterHistory history = MeterHistory.Empty;
        for (int s = 0; s < 300; s++)
        {
            (history, ImmutableArray<Finding> findings) = MeterJudge.Judge(history, Reading(s, 2300 + s, 1150, 460), Quiet);
            Assert.Empty(findings);
        }
    }

    [Fact]
    public void A_reversed_clamp_under_a_charger_is_told_in_the_installers_words()
    {
        SiteContext charging = Quiet with { Chargers = [new("charger 1", new(null, Amperes.FromWhole(16), null))] };

        ImmutableArray<Finding> found = Last(Enumerable.Range(0, 5).Select(s => (Reading(s, 500, -3200 - s, 400), charging)));

        Assert.Equal("L2 clamp seems reversed: shows export while charger 1 draws 16 A on L2", Assert.Single(found, static f => f.Kind == FindingKind.ReversedClamp).Words);
    }

    [Fact]
    public void A_clamp_that_was_turned_is_well_again()
    {
        SiteContext charging = Quiet with { Chargers = [new("charger 1", new(null, Amperes.FromWhole(16), null))] };

        Assert.Empty(Last(Enumerable.Range(0, 9).Select(s => (Reading(s, 500, s < 5 ? -3200 - s : 3700 + s, 400), charging))));
    }

    [Fact]
    public void With_the_sun_out_export_alone_proves_nothing()
    {
        SiteContext sunny = Quiet with { Chargers = [new("charger 1", new(null, Amperes.FromWhole(16), null))], Producing = new Watts(9000) };

        Assert.DoesNotContain(Last(Enumerable.Range(0, 9).Select(s => (Reading(s, 500, -3200 - s, 400), sunny))), static f => f.Kind == FindingKind.ReversedClamp);
    }

    [Fact]
    public void Steps_of_a_charger_tell_a_reversed_clamp_under_the_sun_too() =>
        Assert.Contains(Last(Steps(static on => (500, on ? -4680 : -1000, 400))), static f => f is { Kind: FindingKind.ReversedClamp, Phase: Phase.L2 });

    [Fact]
    public void Panels_that_draw_kilowatts_tell_a_meter_the_wrong_way_round()
    {
        MeterReading panels = Reading(0, -500, -500, -500) with { Role = MeterRole.Solar };

        Assert.Contains("sit the other way round", Assert.Single(Last([(panels, Quiet)])).Words, StringComparison.Ordinal);
        Assert.Empty(Last([(Reading(0, -10, 0, 0) with { Role = MeterRole.Solar }, Quiet)]));
    }

    [Fact]
    public void Steps_that_show_on_another_phase_tell_swapped_phases()
    {
        Finding swapped = Assert.Single(Last(Steps(static on => (500, -1000, on ? 4080 : 400))), static f => f.Kind == FindingKind.SwappedPhases);

        Assert.Equal(Phase.L2, swapped.Phase);
        Assert.Contains("L2 shows up on the meter's L3", swapped.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Steps_where_they_belong_tell_nothing() => Assert.Empty(Last(Steps(static on => (500, on ? 2680 : -1000, 400))));

    [Fact]
    public void A_frozen_meter_is_told_after_a_minute_and_a_sleeping_one_is_not()
    {
        Assert.Contains(Last(Enumerable.Range(0, 62).Select(static s => (Reading(s, 2300, 1150, 460), Quiet))), static f => f.Kind == FindingKind.Frozen);
        Assert.Empty(Last(Enumerable.Range(0, 600).Select(static s => (Reading(s, 0, 0, 0), Quiet))));
    }

    [Fact]
    public void A_jump_beyond_the_fuse_spoils_the_reading() =>
        Assert.Contains(Last([(Reading(0, 500, 500, 500), Quiet), (Reading(1, 99_000, 500, 500), Quiet)]), static f => f.Kind == FindingKind.Jump && f.SpoilsReading);

    [Fact]
    public void Impossible_values_are_told_each_with_a_cause()
    {
        MeterReading reading = Reading(0, 500, 500, 500) with
        {
            Voltage = new(Volts.FromDecivolts(0), Volts.FromDecivolts(2300), Volts.FromDecivolts(4000)),
            Current = new(Amperes.FromWhole(9000), Amperes.FromWhole(2), Amperes.FromWhole(2)),
            FrequencyMilliHz = 12_000,
            Power = new Watts(9000),
        };

        ImmutableArray<Finding> found = Last([(reading, Quiet)]);

        foreach (string words in (string[])["L1: the meter's voltage tap", "400 V on L3", "9000 A on L1 behind a fuse of 63 A", "12 Hz", "9000 W in total"])
        {
            Assert.Contains(found, f => f.Words.Contains(words, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Power_that_is_not_there_is_told() => Assert.Equal(FindingKind.NotAvailable, Assert.Single(Last([(Reading(0, 1, 1, 1) with { Power = null }, Quiet)])).Kind);

    [Fact]
    public void The_verdict_is_good_only_without_a_but()
    {
        MeterReading reading = Reading(0, 500, 500, 500);
        DeviceDescription sdm = DeviceCatalogue.Find("sdm630")!;

        Assert.Equal(VerdictLevel.Good, MeterVerdict.Of(reading, sdm, []).Level);
        Assert.Equal(VerdictLevel.Look, MeterVerdict.Of(reading, DeviceCatalogue.Find("pzem-016")!, []).Level);
        Assert.Contains(MeterVerdict.Of(reading with { Current = default }, sdm, []).Sentences, static s => s.Contains("cannot guard a fuse", StringComparison.Ordinal));
        Assert.Equal(VerdictLevel.Bad, MeterVerdict.Unread("no").Level);
    }

    /// <summary>Charger 1 on L2 goes on and off with 16 A, six times.</summary>
    private static IEnumerable<(MeterReading, SiteContext)> Steps(Func<bool, (long, long, long)> shown)
    {
        for (int i = 0; i < 12; i++)
        {
            bool on = i % 2 == 1;
            (long l1, long l2, long l3) = shown(on);
            SiteContext site = Quiet with { Producing = new Watts(9000), Chargers = [new("charger 1", new(null, Amperes.FromWhole(on ? 16 : 0), null))] };
            yield return (Reading(i, l1, l2, l3), site);
        }
    }

    private static ImmutableArray<Finding> Last(IEnumerable<(MeterReading Reading, SiteContext Site)> story)
    {
        MeterHistory history = MeterHistory.Empty;
        ImmutableArray<Finding> findings = [];
        foreach ((MeterReading reading, SiteContext site) in story)
        {
            (history, findings) = MeterJudge.Judge(history, reading, site);
        }

        return findings;
    }

    private static MeterReading Reading(int second, long l1, long l2, long l3) => new()
    {
        MeterId = "grid",
        Device = "sdm630",
        Role = MeterRole.Grid,
        Kind = DeviceKind.Meter,
        At = new Stamp(default, true, TimeSpan.FromSeconds(second)),
        Power = new Watts(l1 + l2 + l3),
        PhasePower = new(new Watts(l1), new Watts(l2), new Watts(l3)),
        Current = new(Ampere(l1), Ampere(l2), Ampere(l3)),
        Voltage = new PerPhase<Volts>(Volts.FromDecivolts(2300), Volts.FromDecivolts(2300), Volts.FromDecivolts(2300)),
        FrequencyMilliHz = 50_000,
    };

    private static Amperes Ampere(long watts) => Amperes.FromDeciamperes((int)(watts / 23));
}
