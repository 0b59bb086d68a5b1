using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Stekker.Edge.Storage;

/// <summary>
/// One daemon per data directory: two would hand out the same transaction ids. Held by the kernel (flock) for as long as the process
/// lives, so a crash leaves nothing behind; the file only tells who holds it.
/// </summary>
public sealed class DataDirectoryLock : IDisposable
{
    /// <summary>errno EWOULDBLOCK: the lock is another's.</summary>
    private const int WouldBlock = 11;

    private readonly FileStream file;

    private DataDirectoryLock(FileStream file) => this.file = file;

    /// <exception cref="LedgerUnavailableException">Another process holds it (its pid is in the message), or the directory takes no files.</exception>
    public static DataDirectoryLock Take(string dataDirectory)
    {
        DataDirectory.Prepare(dataDirectory);
        string path = Path.Combine(dataDirectory, DataDirectory.LockName);
        FileStream? file = null;
        try
        {
            file = OwnerOnly.Open(path, FileMode.OpenOrCreate, FileShare.None);
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n"));
            file.Flush();
            return new DataDirectoryLock(file);
        }
        catch (IOException e) when (file is null && (e.HResult & 0xFFFF) == WouldBlock)
        {
            throw new LedgerUnavailableException(
                LedgerTrouble.Locked,
                $"{dataDirectory} is in use by another stekker-edge{Holder(path)}; stop that one, or give this one its own --data directory.",
                e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            throw Troubles.From(e, path, "the data directory cannot be locked");
        }
    }

    public void Dispose() => file.Dispose();

    private static string Holder(string path)
    {
        using SafeFileHandle? handle = Posix.OpenToRead(path);
        if (handle is null)
        {
            return "";
        }

        byte[] said = new byte[16];
        int read = RandomAccess.Read(handle, said, 0);
        return int.TryParse(Encoding.ASCII.GetString(said, 0, read), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int pid)
            ? $" (process {pid})"
            : "";
    }
}
