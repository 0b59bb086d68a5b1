using System.Collections.Concurrent;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Package;

/// <summary>Packages of the native binary under test, made by the product's own script, each once for all tests.</summary>
public sealed class Packages : IDisposable
{
    /// <summary>The time all files of these packages have: 2026-01-02T03:04:05Z.</summary>
    public static readonly DateTimeOffset Epoch = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>The development package's name among opkg's architectures.</summary>
    public const string Arch = "linux-x64";

    public static string Repository { get; } = FindRepository();

    private readonly ConcurrentDictionary<string, Task<string>> made = new();

    private readonly string folder = Directory.CreateTempSubdirectory("stekker-package-").FullName;

    public Task<string> IpkAsync(string version = "1.2.3") => made.GetOrAdd($"stekker-edge_{version}-r1_{Arch}.ipk", name => MakeAsync("ipk", Arch, version, name));

    public Task<string> DebAsync(string version = "1.2.3") => made.GetOrAdd($"stekker-edge_{version}-1_amd64.deb", name => MakeAsync("deb", "amd64", version, name));

    /// <summary>Runs the script, whatever comes of it.</summary>
    /// <param name="into">The directory the package goes to.</param>
    /// <param name="repository">Where the script lies; this repository, if not said.</param>
    internal static Task<CliResult> TryAsync(string kind, string arch, string into, string version = "1.2.3", string? repository = null) => Commands.TryAsync(
        "env",
        $"SOURCE_DATE_EPOCH={Epoch.ToUnixTimeSeconds()}",
        Path.Combine(repository ?? Repository, "packaging", "pack.sh"),
        kind,
        "--binary",
        EdgeBinary.Location,
        "--arch",
        arch,
        "--version",
        version,
        "--out",
        into);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<string> MakeAsync(string kind, string arch, string version, string name)
    {
        CliResult result = await TryAsync(kind, arch, folder, version);
        Assert.True(result.ExitCode == 0, result.ToString());
        string file = Path.Combine(folder, name);
        Assert.True(File.Exists(file), $"{file} was not made. {result}");
        return file;
    }

    private static string FindRepository()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "packaging", "pack.sh")))
            {
                return at.FullName;
            }
        }

        throw new DirectoryNotFoundException($"There is no packaging/pack.sh above {AppContext.BaseDirectory}.");
    }
}

[CollectionDefinition(Name)]
public sealed class PackagesTogether : ICollectionFixture<Packages>
{
    public const string Name = "packages";
}
