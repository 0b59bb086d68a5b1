using System.Globalization;

namespace Stekker.Edge.Modbus.Serial;

/// <summary>Which other program has a port open. Sees what this user may see: as root, everything.</summary>
internal static class SerialPortOwner
{
    /// <summary>"modbus_client (process 1234)", or null where nobody has it, or nobody may be seen.</summary>
    public static string? Find(string path)
    {
        string target = Real(path);
        foreach (string process in Entries("/proc"))
        {
            string number = Path.GetFileName(process);
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id == Environment.ProcessId)
            {
                continue;
            }

            foreach (string open in Entries(Path.Combine(process, "fd")))
            {
                if (Link(open) == target)
                {
                    return $"{NameOf(process)} (process {number})";
                }
            }
        }

        return null;
    }

    private static string NameOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm")).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "another program";
        }
    }

    private static string Real(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (IOException)
        {
            return path;
        }
    }

    private static string? Link(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: false)?.FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Processes come and go while we look.</summary>
    private static string[] Entries(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
