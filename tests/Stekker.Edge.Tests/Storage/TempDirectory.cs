namespace Stekker.Edge.Tests.Storage;

/// <summary>A directory of one test's own, gone with it.</summary>
internal sealed class TempDirectory : IDisposable
{
    public TempDirectory()
        : this(Directory.CreateTempSubdirectory("stekker-edge-test-").FullName)
    {
    }

    public TempDirectory(string path) => Path = path;

    public string Path { get; }

    public string Ledger => File("edge.db");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
