using System.Globalization;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Hosting.Upkeep;

/// <summary>The reports of runs that died, in the data directory, for whoever comes to look; also where there is no cloud to tell.</summary>
public sealed class CrashFiles(string dataDirectory)
{
    public const string FolderName = "crash";

    /// <summary>More tell no more.</summary>
    public const int MostKept = 10;

    private const string Waiting = ".json";
    private const string Told = ".told.json";

    /// <summary>What the disk did not take: known until the process ends, and told to the cloud all the same.</summary>
    private CrashReport? unwritten;

    private readonly string folder = Path.Combine(Path.GetFullPath(dataDirectory), FolderName);

    /// <summary>The newest report, and whether the cloud's outbox has it; null where no run ever died.</summary>
    public (CrashReport Report, bool IsTold)? Newest()
    {
        if (unwritten is not null)
        {
            return (unwritten, false);
        }

        foreach (string path in Names().Reverse())
        {
            if (ReadOrNull(path) is { } report)
            {
                return (report, path.EndsWith(Told, StringComparison.Ordinal));
            }
        }

        return null;
    }

    /// <summary>Those the cloud's outbox has not, oldest first.</summary>
    public IReadOnlyList<CrashReport> Untold() =>
        [.. Names().Where(p => !p.EndsWith(Told, StringComparison.Ordinal)).Select(ReadOrNull).Append(unwritten).OfType<CrashReport>()];

    /// <summary>On disk when it returns, where the disk takes it.</summary>
    public void Keep(CrashReport report)
    {
        try
        {
            Write(report);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unwritten = report;
        }
    }

    private void Write(CrashReport report)
    {
        OwnerOnly.MakeDirectory(folder);
        OwnerOnly.Replace(Path.Combine(folder, report.CrashId + Waiting), report.ToJson());
        foreach (string old in Names().SkipLast(MostKept))
        {
            File.Delete(old);
        }
    }

    /// <summary>The outbox has it from now on.</summary>
    public void MarkTold(string crashId)
    {
        try
        {
            File.Move(Path.Combine(folder, crashId + Waiting), Path.Combine(folder, crashId + Told), overwrite: true);
        }
        catch (IOException)
        {
            // Told again after the next start: the same report under the same number.
        }
    }

    /// <summary>Counts on from the newest that is there: a clock may wake in the past. No more than an order; what makes an id unlike others comes behind it.</summary>
    internal int NextNumber() =>
        Names().LastOrDefault() is { } last && int.TryParse(Path.GetFileName(last).Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number + 1 : 1;

    /// <summary>By their names, which begin with a number.</summary>
    private string[] Names() => Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)] : [];

    /// <summary>Null for a file that is none of ours: a report's id becomes a file's name and a topic again, so it is the one it was written under.</summary>
    private static CrashReport? ReadOrNull(string path)
    {
        try
        {
            string name = Path.GetFileName(path);
            return CrashReport.Read(File.ReadAllBytes(path)) is { } report && (name == report.CrashId + Waiting || name == report.CrashId + Told) ? report : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
