using System.Text;

namespace Stekker.Edge.Control;

/// <summary>
/// The control door's socket file in the data directory. The kernel takes paths of 107 bytes at most (unix(7), sun_path); a longer one is
/// reached through a short symbolic link to its directory, in a directory of our own that nobody else may enter.
/// </summary>
public sealed class ControlSocket : IDisposable
{
    public const string FileName = "control.sock";

    private const int MostPathBytes = 107;

    private readonly string? detour;

    private ControlSocket(string path, string? detour)
    {
        Path = path;
        this.detour = detour;
    }

    /// <summary>To listen on or connect to, for as long as this is not disposed.</summary>
    public string Path { get; }

    /// <exception cref="IOException">The path is too long, and there is no shorter way to it.</exception>
    public static ControlSocket In(string dataDirectory)
    {
        string whole = System.IO.Path.GetFullPath(System.IO.Path.Combine(dataDirectory, FileName));
        if (Encoding.UTF8.GetByteCount(whole) <= MostPathBytes)
        {
            return new ControlSocket(whole, null);
        }

        string detour = "";
        try
        {
            detour = Directory.CreateTempSubdirectory("edge-").FullName;
            string link = System.IO.Path.Combine(detour, "d");
            File.CreateSymbolicLink(link, System.IO.Path.GetFullPath(dataDirectory));
            string shorter = System.IO.Path.Combine(link, FileName);
            return Encoding.UTF8.GetByteCount(shorter) <= MostPathBytes
                ? new ControlSocket(shorter, detour)
                : throw new IOException($"{shorter} is too long as well; TMPDIR names a shorter directory");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Remove(detour);
            throw new IOException($"The data directory's path is too long for a control socket ({whole}, {MostPathBytes} bytes at most): choose a shorter --data. {e.Message}", e);
        }
    }

    /// <summary>Before listening: takes away the file of a daemon that was killed. Only for who holds the data directory's lock.</summary>
    public void RemoveStale() => File.Delete(Path);

    /// <summary>Once listening: the daemon's user and its group may ask, nobody else.</summary>
    public void Guard() => File.SetUnixFileMode(
        Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);

    public void Dispose() => Remove(detour);

    private static void Remove(string? detour)
    {
        if (!string.IsNullOrEmpty(detour) && Directory.Exists(detour))
        {
            File.Delete(System.IO.Path.Combine(detour, "d"));
            Directory.Delete(detour);
        }
    }
}
