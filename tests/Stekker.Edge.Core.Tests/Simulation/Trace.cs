using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>The last things that happened, for the message of a failure; and all of them as one hash, to see that a seed replays.</summary>
/// <param name="hashing">Whether all lines go into the hash; it costs more than the run itself.</param>
/// <param name="kept">How many steps a failure shows.</param>
internal sealed class Trace(bool hashing, int kept)
{
    public const int Short = 30;

    private readonly Queue<(int Step, Now Now, object What, ImmutableArray<Effect> Effects)> last = new();
    private readonly IncrementalHash? hash = hashing ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;

    public int Steps { get; private set; }

    public string Hash => Convert.ToHexString(hash?.GetCurrentHash() ?? []);

    public void Add(Now now, object what, ImmutableArray<Effect> effects)
    {
        Steps++;
        if (last.Count == kept)
        {
            last.Dequeue();
        }

        last.Enqueue((Steps, now, what, effects));
        hash?.AppendData(Encoding.UTF8.GetBytes(Line(Steps, now, what, effects)));
    }

    public override string ToString() => string.Concat(last.Select(l => Line(l.Step, l.Now, l.What, l.Effects)));

    private static string Line(int step, Now now, object what, ImmutableArray<Effect> effects) =>
        $"{step,5} {now.Elapsed.TotalSeconds,9:0}s {now.Utc:MM-dd HH:mm:ss}{(now.UtcTrusted ? " " : "?")} {(what is SiteEvent happened ? InWords(happened) : what)}\n"
        + string.Concat(effects.Where(e => e is not Effect.Tell { Level: TellLevel.Info }).Select(e => $"                   -> {InWords(e)}\n"));

    private static string InWords(SiteEvent happened) => happened switch
    {
        SiteEvent.TransactionStarted e => $"{e.ChargePointId}/{e.ConnectorId} starts for {e.IdTag} at {e.MeterStart}, {e.At:MM-dd HH:mm:ss} (request {e.Request.Value})",
        SiteEvent.Metered e =>
            $"{e.ChargePointId}/{e.ConnectorId} meters transaction {e.TransactionId}: {string.Join(", ", e.Samples.Select(s => $"{s.ImportRegister} at {s.At:MM-dd HH:mm:ss}"))}",
        SiteEvent.TransactionStopped e => $"{e.ChargePointId} stops transaction {e.TransactionId} at {e.MeterStop}, {e.At:MM-dd HH:mm:ss}, {e.Reason}",
        SiteEvent.StatusReported e => $"{e.ChargePointId}/{e.ConnectorId} is {e.Status}",
        _ => happened.ToString(),
    };

    private static string InWords(Effect effect) => effect switch
    {
        Effect.SaveSession { Session: var s } => $"Save {InWords(s)}",
        Effect.Answer a => $"Answer {a.Request.Value} {a.Reply}",
        _ => effect.ToString(),
    };

    public static string InWords(Session s) =>
        $"session {s.Id} at {s.ChargePointId}/{s.ConnectorId} {s.State}{(s.Unsaved ? " (unsaved)" : "")}, {s.PluggedIn.Utc:MM-dd HH:mm:ss} to {s.Unplugged?.Utc:MM-dd HH:mm:ss}: "
        + (s.Transaction is not { } t
            ? "no transaction"
            : $"transaction {t.Id} of {t.IdTag} from {t.MeterStart}, {s.Energy} up to {t.Register.Register} at {t.Register.At:MM-dd HH:mm:ss}, "
                + $"resets {t.Register.Resets}, end {t.End?.Reason.ToString() ?? "none"} {t.End?.MeterStop} {t.End?.At.Utc:MM-dd HH:mm:ss}");
}
