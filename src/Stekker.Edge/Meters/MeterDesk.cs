using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Plausibility;
using Stekker.Edge.Modbus.Polling;
using Stekker.Edge.Modbus.Readings;
using MeterRole = Stekker.Edge.Modbus.Readings.MeterRole;
using Polled = Stekker.Edge.Modbus.Polling.MeterSettings;

namespace Stekker.Edge.Meters;

/// <summary>What is to be told of a meter after a reading, and how far the reading may be trusted.</summary>
/// <param name="Reading">The reading itself, for whoever goes on with it.</param>
/// <param name="Spoiled">It must not steer the site: its values cannot be.</param>
/// <param name="Told">New since the last reading; each told once, until it is cleared.</param>
/// <param name="Cleared">Told before, and not seen for <see cref="MeterDesk.ClearAfter"/>.</param>
/// <param name="Standing">All that is told and not cleared.</param>
public sealed record MeterOpinion(
    MeterReading Reading, bool Spoiled, ImmutableArray<Finding> Told, ImmutableArray<Finding> Cleared, ImmutableArray<Finding> Standing);

/// <summary>
/// Judges each meter's readings with what is known of the site, and tells each finding once. Keeps the latest readings by role.
/// One caller at a time: the site's loop.
/// </summary>
public sealed class MeterDesk
{
    /// <summary>A finding that comes and goes is one finding.</summary>
    public static readonly TimeSpan ClearAfter = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, MeterHistory> histories = [];
    private readonly Dictionary<(string Meter, FindingKind Kind, Phase Phase), (Finding Finding, TimeSpan Seen)> standing = [];
    private readonly Amperes fuse;
    private readonly bool producesNothing;

    public MeterDesk(SiteConfiguration site, ImmutableArray<Polled> meters)
    {
        fuse = site.Grid.Fuse;
        Readings = new SiteReadings([.. meters.Select(m => (m.Id, m.Role))]);

        // Panels without a meter of their own may feed in at any time.
        producesNothing = site.SolarArrays.IsEmpty && !meters.Any(m => m.Role is MeterRole.Solar or MeterRole.Battery);
    }

    /// <summary>The latest of each meter that is heard.</summary>
    public SiteReadings Readings { get; private set; }

    /// <param name="chargers">What the chargers themselves measure, on the grid's phases; empty where nothing is known.</param>
    public MeterOpinion Take(MeterEvent.Read e, ImmutableArray<ChargerDraw> chargers)
    {
        MeterReading reading = e.Reading;
        MeterHistory history = histories.GetValueOrDefault(e.MeterId, MeterHistory.Empty);
        (histories[e.MeterId], ImmutableArray<Finding> findings) = MeterJudge.Judge(history, reading, new SiteContext(fuse, chargers, Producing()));
        bool spoiled = findings.Any(f => f.SpoilsReading);
        Readings = spoiled ? Readings : Readings.With(reading);
        TimeSpan now = ElapsedOf(reading.At);
        ImmutableArray<Finding> told = Tell(findings, now);
        ImmutableArray<Finding> cleared = Clear(e.MeterId, now);
        return new MeterOpinion(reading, spoiled, told, cleared, [.. standing.Where(s => s.Key.Meter == e.MeterId).Select(s => s.Value.Finding)]);
    }

    /// <summary>Its last reading no longer counts; after the silence it may be another device.</summary>
    public void Take(MeterEvent.Silent e)
    {
        Readings = Readings.Without(e.MeterId);
        histories.Remove(e.MeterId);
    }

    private ImmutableArray<Finding> Tell(ImmutableArray<Finding> findings, TimeSpan now)
    {
        List<Finding> told = [];
        foreach (Finding finding in findings)
        {
            if (!standing.ContainsKey(Key(finding)))
            {
                told.Add(finding);
            }

            standing[Key(finding)] = (finding, now);
        }

        return [.. told];
    }

    private ImmutableArray<Finding> Clear(string meter, TimeSpan now)
    {
        List<Finding> cleared = [];
        foreach (((string Meter, FindingKind, Phase) key, (Finding finding, TimeSpan seen)) in standing.ToArray())
        {
            if (key.Meter == meter && now - seen >= ClearAfter)
            {
                standing.Remove(key);
                cleared.Add(finding);
            }
        }

        return [.. cleared];
    }

    /// <summary>Values in its words change with each reading; what it is about does not.</summary>
    private static (string, FindingKind, Phase) Key(Finding finding) => (finding.MeterId, finding.Kind, finding.Phase);

    private Watts? Producing() => producesNothing ? new Watts(0) : Readings.Producing;

    private static TimeSpan ElapsedOf(Stamp at)
    {
        Invariant.Holds(at.Elapsed is not null, "a reading is stamped by this process");
        return at.Elapsed.Value;
    }
}
