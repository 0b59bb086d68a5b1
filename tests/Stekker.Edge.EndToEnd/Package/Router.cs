using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Package;

/// <summary>
/// A router's root file system in a directory, to chroot into: busybox, the libraries of a firmware, and stand-ins for OpenWrt's own scripts
/// (the folder router beside this file says what those do). A package is installed in it as on a router.
/// </summary>
internal sealed class Router : IDisposable
{
    /// <summary>/dev/tty* are this group's.</summary>
    public const int Dialout = 20;

    private const string Prefix = "/usr/local";

    private readonly string root;
    private readonly bool isRutOs;

    private Router(string root, bool isRutOs)
    {
        this.root = root;
        this.isRutOs = isRutOs;
    }

    /// <param name="isRutOs">Teltonika's layout from 7.14: a read-only root, packages under /usr/local (which links back to /etc).</param>
    public static async Task<Router> BootAsync(bool isRutOs = false)
    {
        Router router = new(Directory.CreateTempSubdirectory("stekker-router-").FullName, isRutOs);
        File.SetUnixFileMode(router.root, (UnixFileMode)0b111_101_101);
        await router.MakeAsync();
        return router;
    }

    public string PathOf(string onRouter) => root + onRouter;

    public bool Has(string onRouter) => File.Exists(PathOf(onRouter)) || new FileInfo(PathOf(onRouter)).LinkTarget is not null;

    /// <summary>Where the service's wishes to procd are: a file by its name, gone while it is stopped.</summary>
    public string Procd => PathOf("/var/run/procd");

    public string[] Lines(string onRouter) => File.ReadAllLines(PathOf(onRouter));

    public Task<string> OpkgAsync(params string[] arguments) =>
        RunAsync(["env", $"PKG_ROOT={(isRutOs ? Prefix : "/")}", "/bin/sh", "/bin/opkg", .. arguments]);

    public async Task InstallAsync(string package)
    {
        File.Copy(package, PathOf("/tmp/package.ipk"), overwrite: true);
        await OpkgAsync("install", "/tmp/package.ipk");
    }

    /// <summary>A command as root on the router.</summary>
    public Task<string> RunAsync(params string[] command) => Commands.RunAsync("chroot", [root, .. command]);

    /// <summary>A command as root on the router, whatever comes of it.</summary>
    public Task<CliResult> TryAsync(params string[] command) => Commands.TryAsync("chroot", [root, .. command]);

    public void Configure(JsonObject site) => File.WriteAllText(PathOf("/etc/stekker-edge/site.json"), site.ToJsonString());

    /// <summary>What the init script asked of procd: parameter to its words.</summary>
    public ILookup<string, string> Asked() => Lines("/var/run/procd/stekker-edge").ToLookup(l => l[..l.IndexOf('=')], l => l[(l.IndexOf('=') + 1)..]);

    /// <summary>Starts what procd was asked to start, as the user and group it was asked to.</summary>
    public ChildProcess Launch()
    {
        ILookup<string, string> asked = Asked();
        string user = Lines("/etc/passwd").Single(l => l.StartsWith($"{asked["user"].Single()}:", StringComparison.Ordinal)).Split(':')[2];
        string group = Lines("/etc/group").Single(l => l.StartsWith($"{asked["group"].Single()}:", StringComparison.Ordinal)).Split(':')[2];
        return ChildProcess.Start("chroot", [$"--userspec={user}:{group}", "--groups=", root, .. asked["command"]]);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private async Task MakeAsync()
    {
        string stand = Path.Combine(Packages.Repository, "tests", "Stekker.Edge.EndToEnd", "Package", "router");
        await Commands.RunAsync("cp", "-r", $"{stand}/.", root);
        foreach (string folder in new[] { "bin", "dev", "tmp", "var/run", "var/log", "etc/init.d", "usr/bin", "usr/lib", "usr/share/zoneinfo/Europe", "lib/upgrade/keep.d" })
        {
            Directory.CreateDirectory(Path.Combine(root, folder));
        }

        File.WriteAllText(PathOf("/etc/openwrt_release"), "DISTRIB_ID='OpenWrt'\n");
        File.WriteAllText(PathOf("/etc/passwd"), "root:x:0:0:root:/root:/bin/ash\n");
        File.WriteAllText(PathOf("/etc/group"), $"root:x:0:\ndialout:x:{Dialout}:\n");
        File.WriteAllText(PathOf("/etc/sysupgrade.conf"), "# kept over an upgrade\n");
        File.Copy("/usr/share/zoneinfo/Europe/Amsterdam", PathOf("/usr/share/zoneinfo/Europe/Amsterdam"));
        await Commands.RunAsync("mknod", "-m", "666", PathOf("/dev/null"), "c", "1", "3");
        await Commands.RunAsync("mknod", "-m", "666", PathOf("/dev/urandom"), "c", "1", "9");
        await BringLibrariesAsync();
        string busybox = (await Commands.RunAsync("sh", "-c", "command -v busybox")).Trim();
        File.Copy(busybox, PathOf("/bin/busybox"));
        foreach (string applet in (await Commands.RunAsync("busybox", "--list")).Split('\n'))
        {
            if (!File.Exists(PathOf($"/bin/{applet}")))
            {
                File.CreateSymbolicLink(PathOf($"/bin/{applet}"), "/bin/busybox");
            }
        }

        // OpenWrt's busybox has it, Debian's has not.
        File.Copy("/usr/bin/flock", PathOf("/bin/flock"));
        await RunAsync("chmod", "755", "/bin/uci", "/bin/opkg", "/etc/rc.common");
        if (isRutOs)
        {
            Directory.CreateDirectory(PathOf("/usr/local/usr/lib"));
            File.CreateSymbolicLink(PathOf("/usr/local/etc"), "/etc");
            File.CreateSymbolicLink(PathOf("/usr/local/lib"), "/usr/local/usr/lib");
        }
    }

    /// <summary>The C library and what the package depends on, as in a firmware, from this machine. .NET's WebSockets cannot do without OpenSSL: it hashes for them.</summary>
    private async Task BringLibrariesAsync()
    {
        string known = await Commands.RunAsync("sh", "-c", "PATH=$PATH:/sbin:/usr/sbin ldconfig -p");
        string[] depended = [.. new[] { "libsqlite3.so.0", "libmosquitto.so.1", "libssl.so.3", "libcrypto.so.3" }.Select(name =>
            known.Split('\n').First(l => l.Contains($"\t{name} ", StringComparison.Ordinal)).Split("=> ")[1])];
        string needed = await Commands.RunAsync("sh", "-c", $"for f in \"$(command -v busybox)\" /usr/bin/flock '{EdgeBinary.Location}' {string.Join(' ', depended)}; do ldd \"$f\" || true; done");
        IEnumerable<string> files = needed.Split('\n').SelectMany(l => l.Split(' ', '\t')).Where(w => w.StartsWith('/') && !w.EndsWith(':')).Concat(depended).Distinct();
        foreach (string file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
            File.Copy(file, PathOf(file), overwrite: true);
        }
    }
}

/// <summary>A test that makes accounts and changes roots, which only root may.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = Environment.IsPrivilegedProcess ? null : "needs root: it makes a router's root file system and accounts";
}

/// <summary>Likewise, over a table.</summary>
internal sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute() => Skip = new RootFactAttribute().Skip;
}
