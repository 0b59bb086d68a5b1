using System.Globalization;
using System.Text;

namespace Stekker.Edge.Storage;

/// <summary>A ledger that was not whole and was moved out of the way.</summary>
/// <param name="Path">Where it is now; its -wal and -shm, where it had them, lie beside it under the same name.</param>
/// <param name="Why">What was wrong with it.</param>
/// <param name="Cards">How many cards could be copied from it into the new one.</param>
public sealed record DamagedLedger(string Path, string Why, int Cards, int Vehicles, int ChargePoints)
{
    private static readonly string[] Companions = ["", "-wal", "-shm", "-journal"];

    /// <summary>For the log and the alert.</summary>
    public override string ToString()
    {
        StringBuilder words = new();
        words.Append(CultureInfo.InvariantCulture, $"{Why} It was set aside as {Path} (nothing of it is deleted) and a new ledger was begun. ");
        words.Append(CultureInfo.InvariantCulture, $"Saved from it: {Cards} cards, {Vehicles} vehicles, {ChargePoints} charge points. Its sessions are not in the new one.");
        return words.ToString();
    }

    /// <summary>Renames the file and its companions to edge.db.damaged-TIME; with -2, -3 … behind where that is taken. Returns the new path.</summary>
    /// <exception cref="LedgerUnavailableException">The directory does not let us.</exception>
    internal static string SetAside(string path, DateTimeOffset utc)
    {
        string wanted = string.Create(CultureInfo.InvariantCulture, $"{path}.damaged-{utc.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        string aside = wanted;
        for (int n = 2; Companions.Any(c => System.IO.Path.Exists(aside + c)); n++)
        {
            aside = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{n}");
        }

        try
        {
            foreach (string companion in Companions.Where(c => File.Exists(path + c)))
            {
                File.Move(path + companion, aside + companion);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Troubles.From(e, path, "the damaged ledger cannot be set aside");
        }

        Posix.SyncDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        return aside;
    }
}
