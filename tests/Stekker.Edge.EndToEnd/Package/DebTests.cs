using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Package;

/// <summary>The .deb for a Raspberry Pi or an x86 box, installed by the real dpkg into a directory.</summary>
[Collection(PackagesTogether.Name)]
public sealed class DebTests(Packages packages) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stekker-package-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Its_files_are_roots_and_where_debian_has_them()
    {
        string[] lines = (await Commands.RunAsync("dpkg-deb", "--contents", await packages.DebAsync())).Split('\n');

        Assert.All(lines, line => Assert.Contains(" root/root ", line, StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Contains(" 2026-01-02 ", line, StringComparison.Ordinal));
        string[] files = [.. lines.Where(l => l[0] == '-').Select(l => $"{l[..10]} {l[(l.IndexOf("./", StringComparison.Ordinal) + 1)..]}").Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "-rw------- /etc/stekker-edge/site.json",
                "-rw-r--r-- /lib/systemd/system/stekker-edge-update.path",
                "-rw-r--r-- /lib/systemd/system/stekker-edge-update.service",
                "-rw-r--r-- /lib/systemd/system/stekker-edge.service",
                "-rw-r--r-- /usr/share/doc/stekker-edge/copyright",
                "-rwxr-xr-x /usr/bin/stekker-edge",
                "-rwxr-xr-x /usr/sbin/stekker-edge-update",
            ],
            files);
    }

    [Fact]
    public async Task It_asks_for_the_c_library_its_binary_was_linked_with()
    {
        string depends = await Commands.RunAsync("dpkg-deb", "--field", await packages.DebAsync(), "Depends");

        Assert.Matches(@"^libc6 \(>= 2\.\d+\), libsqlite3-0", depends);
    }

    [RootFact]
    public async Task Dpkg_installs_upgrades_removes_and_purges_it()
    {
        string root = Path.Combine(folder, "root");
        Directory.CreateDirectory(Path.Combine(root, "etc"));
        Directory.CreateDirectory(Path.Combine(root, "var/lib/stekker-edge"));
        await Commands.RunAsync("sh", "-c", $"mkdir -p '{root}'/var/lib/dpkg/info '{root}'/var/lib/dpkg/updates; touch '{root}'/var/lib/dpkg/status");
        await Commands.RunAsync("sh", "-c", $"echo 'root:x:0:0::/root:/bin/sh' >'{root}/etc/passwd'; echo 'root:x:0:' >'{root}/etc/group'; touch '{root}/var/lib/stekker-edge/edge.db'");
        string configuration = Path.Combine(root, "etc/stekker-edge/site.json");

        await DpkgAsync(root, "--install", await packages.DebAsync("1.0.0"));

        string account = File.ReadAllLines(Path.Combine(root, "etc/passwd")).Single(l => l.StartsWith("stekker-edge:", StringComparison.Ordinal));
        Assert.EndsWith(":/usr/sbin/nologin", account, StringComparison.Ordinal);
        Assert.Equal($"{account.Split(':')[2]} 600", (await Commands.RunAsync("stat", "-c", "%u %a", configuration)).Trim());
        await File.WriteAllTextAsync(configuration, """{ "siteId": "mine", "grid": { "fuseA": 25 } }""");
        await DpkgAsync(root, "--install", await packages.DebAsync("1.1.0"));
        Assert.Contains("mine", await File.ReadAllTextAsync(configuration), StringComparison.Ordinal);
        Assert.Contains("stekker-edge", await Commands.RunAsync($"{root}/usr/bin/stekker-edge", "--version"), StringComparison.Ordinal);
        await DpkgAsync(root, "--remove", "stekker-edge");
        Assert.False(File.Exists($"{root}/usr/bin/stekker-edge"));
        Assert.True(File.Exists(configuration));
        await DpkgAsync(root, "--purge", "stekker-edge");
        Assert.False(Directory.Exists($"{root}/etc/stekker-edge"));
        Assert.False(Directory.Exists($"{root}/var/lib/stekker-edge"));
    }

    private static Task<string> DpkgAsync(string root, params string[] command) => Commands.RunAsync(
        "dpkg", [$"--root={root}", "--force-script-chrootless", "--force-depends", "--force-confold", "--no-triggers", .. command]);
}
