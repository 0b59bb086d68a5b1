using System.Diagnostics;

namespace Stekker.Edge.Tests.Storage;

/// <summary>A file system of one test's own, that can be full. Needs the right to mount: see <see cref="MountFactAttribute"/>.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    public static SmallDisk Tmpfs(string path, string options)
    {
        Directory.CreateDirectory(path);
        Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path);
        return new SmallDisk(path);
    }

    public void Fill() => Assert.Throws<IOException>(() =>
    {
        using FileStream fill = new(Filler, FileMode.CreateNew);
        for (int page = 0; page < 10_000; page++)
        {
            fill.Write(new byte[4096]);
            fill.Flush();
        }
    });

    public void Free() => File.Delete(Filler);

    public void Dispose() => Run("umount", "-l", Path);

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
    }
}
