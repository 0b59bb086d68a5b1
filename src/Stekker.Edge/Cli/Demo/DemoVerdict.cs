using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Control;
using Stekker.Edge.Twin.Sockets;

namespace Stekker.Edge.Cli.Demo;

/// <summary>What a demo came to, held against what the twin's own physics and the chargers' own meters saw.</summary>
/// <param name="Holds">False where the site broke its promise.</param>
internal sealed record DemoVerdict(bool Holds, ImmutableArray<string> Lines)
{
    public static DemoVerdict Of(FuseWatch fuse, int fuseA, TimeSpan allowed, IReadOnlyList<DemoSession> sessions, ImmutableArray<SessionEntry> ledger)
    {
        bool fuseHolds = fuse.Longest <= allowed;
        string over = fuse.Longest == TimeSpan.Zero
            ? $"No phase was ever above its {fuseA} A fuse"
            : string.Create(CultureInfo.InvariantCulture, $"No phase was above its {fuseA} A fuse for longer than {fuse.Longest.TotalSeconds:0.0} s ({allowed.TotalSeconds:0} s are allowed)");
        string[] missing = [.. sessions.Where(s => !IsIn(ledger, s)).Select(Describe)];
        return new DemoVerdict(fuseHolds && missing.Length == 0,
        [
            fuseHolds
                ? string.Create(CultureInfo.InvariantCulture, $"{over}; the highest was {fuse.HighestA:0.0} A.")
                : string.Create(CultureInfo.InvariantCulture, $"BROKEN: L{fuse.LongestPhase + 1} was above its {fuseA} A fuse for {fuse.Longest.TotalSeconds:0.0} s, {allowed.TotalSeconds:0} s are allowed; the highest was {fuse.HighestA:0.0} A."),
            missing.Length == 0
                ? $"{InWords.Count(sessions.Count, "session", "sessions")}, all in the ledger, each to the watt-hour of its charger's meter."
                : $"BROKEN: not in the ledger as its charger's meter has it: {string.Join(", ", missing)}.",
        ]);
    }

    private static bool IsIn(ImmutableArray<SessionEntry> ledger, DemoSession session) => ledger.Any(l =>
        l.ChargePointId == session.ChargePointId
        && l.IdTag == session.Driver.IdTag
        && l.State == "ended"
        && l.MeterStartWh == session.MeterStartWh
        && l.EnergyWh == session.MeterStopWh - session.MeterStartWh);

    private static string Describe(DemoSession session) => string.Create(
        CultureInfo.InvariantCulture, $"{session.Driver.Name} at {session.ChargePointId}, {session.MeterStartWh} to {session.MeterStopWh} Wh");
}
