using System.Globalization;
using System.Text;

namespace Stekker.Edge.Updating;

/// <summary>
/// What root's updater (stekker-edge-update) tells the daemon: a directory of root's, which the daemon only reads. Each file is lines of
/// 'name=value'.
/// </summary>
internal sealed class UpdaterRecord(string directory)
{
    /// <summary>OpenWrt's, RutOS's and Debian's; the package's script makes it.</summary>
    private static readonly string[] UsualPlaces = ["/usr/lib/stekker-edge-update", "/usr/local/usr/lib/stekker-edge-update", "/var/lib/stekker-edge-update"];

    private const int LongestFile = 4096;

    public string Directory => directory;

    /// <summary>Null on a box without the updater: the program was not installed by a package.</summary>
    public static string? UsualPlace => UsualPlaces.FirstOrDefault(System.IO.Directory.Exists);

    /// <summary>The architecture the installed package is for; null where the updater has not said it yet.</summary>
    public string? Architecture => Read("box").GetValueOrDefault("architecture");

    /// <summary>The update that is being tried; null for none.</summary>
    public UpdateTrial? Trial
    {
        get
        {
            Dictionary<string, string> said = Read("trial");
            return said.TryGetValue("id", out string? id) && said.TryGetValue("version", out string? version) && Seconds(said.GetValueOrDefault("settleS")) is { } settle
                ? new UpdateTrial(id, version, settle)
                : null;
        }
    }

    /// <summary>How the last update ended; null where there was none yet.</summary>
    public UpdateOutcome? Outcome
    {
        get
        {
            Dictionary<string, string> said = Read("outcome");
            return said.TryGetValue("id", out string? id) && said.TryGetValue("outcome", out string? outcome)
                ? new UpdateOutcome(id, outcome, said.GetValueOrDefault("version", ""), said.GetValueOrDefault("why", ""))
                : null;
        }
    }

    private Dictionary<string, string> Read(string name)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        try
        {
            string file = Path.Combine(directory, name);
            if (new FileInfo(file) is not { Exists: true, Length: <= LongestFile })
            {
                return values;
            }

            foreach (string line in File.ReadAllText(file, Encoding.UTF8).Split('\n'))
            {
                int at = line.IndexOf('=', StringComparison.Ordinal);
                if (at > 0)
                {
                    values[line[..at]] = line[(at + 1)..];
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Being replaced at this moment; it is read again.
        }

        return values;
    }

    private static TimeSpan? Seconds(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds <= 86_400 ? TimeSpan.FromSeconds(seconds) : null;
}

/// <param name="Id">See <see cref="HandedUpdate"/>.</param>
/// <param name="Settle">How long all has to go well before it is called healthy.</param>
internal sealed record UpdateTrial(string Id, string Version, TimeSpan Settle);

/// <param name="Outcome">installed, refused (nothing was changed), or returned (the previous version runs again).</param>
/// <param name="Why">In words; empty for installed.</param>
internal sealed record UpdateOutcome(string Id, string Outcome, string Version, string Why)
{
    public override string ToString() => Outcome switch
    {
        "installed" => $"{Version} is installed, and healthy",
        "returned" => $"{Version} was installed and taken back, the previous version runs again: {Why}",
        _ => $"{Version} was not installed{(Why.Length > 0 ? $": {Why}" : "")}",
    };
}
