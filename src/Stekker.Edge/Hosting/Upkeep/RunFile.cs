using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Upkeep;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Hosting.Upkeep;

/// <summary>
/// A file that is there while the daemon runs, and gone once it has ended in order: one that is found at the start tells that the run before
/// it died, and how. Lines are only ever added, each by one write to a file that is open already, so that also a process that hangs, or is
/// out of memory, can still say its last word. Nothing here keeps the site from starting: where the disk takes nothing, nothing is told.
/// </summary>
public sealed class RunFile : IDisposable
{
    public const string Name = "run.jsonl";

    /// <summary>A file that somebody else wrote need not be read in full.</summary>
    private const int MostBytes = 256 * 1024;

    private readonly TimeProvider time;
    private readonly string path;
    private readonly long startedAt;
    private readonly FileStream? held;
    private int appending = -1;

    private RunFile(string dataDirectory, TimeProvider time, string bootId)
    {
        this.time = time;
        startedAt = time.GetTimestamp();
        path = Path.Combine(Path.GetFullPath(dataDirectory), Name);
        Crashes = new CrashFiles(dataDirectory);
        try
        {
            OwnerOnly.MakeDirectory(Path.GetFullPath(dataDirectory));

            // Refused while another daemon holds it: that one's run is none of ours.
            held = OwnerOnly.Open(path, FileMode.OpenOrCreate, FileShare.None);
            RunLine[] before = Read(held);
            ShortRuns = CountShort(before, bootId);
            Found = Report(before, bootId);
            if (Found is not null)
            {
                Crashes.Keep(Found);
            }

            held.SetLength(0);
            held.Flush();
            appending = Posix.OpenToAppend(path);
            Add(new RunLine { StartedAt = Now(), Version = ProductVersion.Text, BootId = bootId, ShortRuns = ShortRuns });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // What keeps it from being written is told by the ledger, which needs the same place.
        }
    }

    /// <summary>What the run before died of; null where it ended in order, or for a reason it told itself.</summary>
    public CrashReport? Found { get; private set; }

    /// <summary>How many runs before this one soon ended, one after the other.</summary>
    public int ShortRuns { get; private set; }

    public CrashFiles Crashes { get; }

    public LastLines Lines { get; } = new();

    public static RunFile Begin(string dataDirectory, TimeProvider time, string? bootId = null) => new(dataDirectory, time, bootId ?? BootId());

    /// <summary>It runs well: what comes is no restart storm.</summary>
    public void SayHealthy() => Add(new RunLine { Healthy = true });

    /// <summary>It ends for a reason that is told elsewhere.</summary>
    public void SayRefused(string why) => Add(new RunLine { Refused = true, What = CrashReport.Shortened(why) });

    public void SayDied(CrashKind kind, string what) => Append(LastWord(kind, what));

    /// <summary>What <see cref="SayDied"/> would write, made beforehand by who may no longer be able to later.</summary>
    public byte[] LastWord(CrashKind kind, string what) => Bytes(new RunLine
    {
        Kind = kind,
        At = Now(),
        UptimeS = (long)time.GetElapsedTime(startedAt).TotalSeconds,
        What = CrashReport.Shortened(what),
        LastLines = [.. Lines.All()],
    });

    /// <summary>One write, and nothing else.</summary>
    public void Append(byte[] line)
    {
        if (Volatile.Read(ref appending) is >= 0 and var file)
        {
            Posix.Write(file, line);
        }
    }

    /// <summary>It ends in order, because somebody stopped it.</summary>
    public void EndInOrder()
    {
        try
        {
            if (held is not null)
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start takes it for a death; it is a report too many.
        }
    }

    public void Dispose()
    {
        // Once: its number may be another file's by the second time.
        if (Interlocked.Exchange(ref appending, -1) is >= 0 and var file)
        {
            Posix.Close(file);
        }

        held?.Dispose();
    }

    private void Add(RunLine line) => Append(Bytes(line));

    private static byte[] Bytes(RunLine line) => [.. JsonSerializer.SerializeToUtf8Bytes(line, CrashJson.Short.RunLine), (byte)'\n'];

    private string Now() => CrashReport.Write(time.GetUtcNow());

    private static RunLine[] Read(FileStream file)
    {
        byte[] bytes = new byte[Math.Min(file.Length, MostBytes)];
        file.ReadExactly(bytes);
        List<RunLine> lines = [];
        foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                if (JsonSerializer.Deserialize(line, CrashJson.Short.RunLine) is { } read)
                {
                    lines.Add(read);
                }
            }
            catch (JsonException)
            {
                // Half a line: the power failed in it.
            }
        }

        return [.. lines];
    }

    /// <summary>A box that lost its power did not fail.</summary>
    private static int CountShort(RunLine[] before, string bootId) =>
        before.FirstOrDefault(l => l.StartedAt is not null) is { } began && began.BootId == bootId && !before.Any(l => l.Healthy) ? began.ShortRuns + 1 : 0;

    private CrashReport? Report(RunLine[] before, string bootId)
    {
        if (before.Any(l => l.Refused) || before.FirstOrDefault(l => l.StartedAt is not null) is not { } began)
        {
            return null;
        }

        string id = string.Create(CultureInfo.InvariantCulture, $"{Crashes.NextNumber():D6}-{Guid.NewGuid().ToString("N")[..8]}");
        string version = began.Version ?? "";
        if (before.FirstOrDefault(l => l.Kind is not null) is { } death)
        {
            return new CrashReport(id, death.Kind!.Value, death.At, began.StartedAt!, version, death.UptimeS, death.What ?? "", death.LastLines.IsDefault ? [] : death.LastLines);
        }

        CrashKind kind = began.BootId == bootId ? CrashKind.Killed : CrashKind.LostPower;
        string what = kind == CrashKind.Killed
            ? "The program was killed, by hand or by the system for want of memory, or died without a word; the box itself went on."
            : "The box lost its power or was restarted while the program ran.";
        return new CrashReport(id, kind, LastWritten(), began.StartedAt!, version, null, what, []);
    }

    /// <summary>A run that vanished wrote to its ledger until some minutes before.</summary>
    private string? LastWritten()
    {
        FileInfo log = new(DataDirectory.LedgerPath(Path.GetDirectoryName(path)!) + "-wal");
        return log.Exists ? CrashReport.Write(log.LastWriteTimeUtc) : null;
    }

    private static string BootId()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
