using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.EndToEnd.Package;

namespace Stekker.Edge.EndToEnd.Updates;

/// <summary>Root's updater with the real dpkg, in a root file system of its own. What is signed is another test's: here the program says yes to all.</summary>
public sealed class DebianUpdateTests : IAsyncLifetime
{
    private const string Record = "/var/lib/stekker-edge-update";

    private readonly string root = Directory.CreateTempSubdirectory("stekker-debian-").FullName;

    private string Site => File.ReadAllText($"{root}/etc/stekker-edge/site.json");

    private string Outcome => File.ReadAllText($"{root}{Record}/outcome");

    public async Task InitializeAsync()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        await Commands.RunAsync(Path.Combine(Packages.Repository, "tests", "Stekker.Edge.EndToEnd", "Updates", "debian-root.sh"), root, Packages.Repository);
        await RunAsync("dpkg", "-i", "/tmp/1.0.0.deb");
        await File.WriteAllTextAsync($"{root}/etc/stekker-edge/site.json", "{ \"of\": \"the site\" }");
        Directory.CreateDirectory($"{root}/var/lib/stekker-edge/update");
        foreach ((string name, string text) in new[] { ("manifest", "m"), ("signature", "s"), ("ready", "00112233445566aa") })
        {
            await File.WriteAllTextAsync($"{root}/var/lib/stekker-edge/update/{name}", text);
        }

        File.Copy($"{root}/tmp/2.0.0.deb", $"{root}/var/lib/stekker-edge/update/package");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return Task.CompletedTask;
    }

    [RootFact]
    public async Task What_is_not_healthy_goes_back_by_dpkg_and_the_site_s_configuration_is_never_anybody_s_default()
    {
        await UpdateAsync();

        Assert.Contains("outcome=returned\n", Outcome, StringComparison.Ordinal);
        await AssertRunsAsync("1.0.0");
        Assert.Contains("Version: 1.0.0-1\n", await RunAsync("dpkg-query", "-s", "stekker-edge"), StringComparison.Ordinal);
        Assert.Equal("{ \"of\": \"the site\" }", Site);
        Assert.Single(Directory.GetFiles($"{root}/etc/stekker-edge"));
        AssertNothingIsLeft();
        await RunAsync("dpkg", "--force-confdef", "--force-confold", "-i", "/tmp/3.0.0.deb");
        Assert.Equal("{ \"of\": \"the site\" }", Site);
    }

    [RootFact]
    public async Task Where_dpkg_does_not_bring_it_back_it_is_unpacked_by_hand()
    {
        File.Move($"{root}/bin/dpkg", $"{root}/bin/dpkg.real");
        await File.WriteAllTextAsync($"{root}/bin/dpkg", "#!/bin/sh\ncase \"$*\" in *previous*) exit 1 ;; esac\nexec /bin/dpkg.real \"$@\"\n");
        File.SetUnixFileMode($"{root}/bin/dpkg", (UnixFileMode)0b111_101_101);

        await UpdateAsync();

        Assert.Contains("outcome=returned\n", Outcome, StringComparison.Ordinal);
        await AssertRunsAsync("1.0.0");
        Assert.Equal("{ \"of\": \"the site\" }", Site);
        AssertNothingIsLeft();
    }

    [RootFact]
    public async Task What_is_healthy_stays()
    {
        // As the new version does, once it is on trial.
        await File.WriteAllTextAsync($"{root}/bin/sleep", $"#!/bin/sh\n[ ! -e {Record}/trial ] || : >/var/lib/stekker-edge/update/healthy-00112233445566aa\n");

        await UpdateAsync(trialS: 5);

        Assert.Contains("outcome=installed\n", Outcome, StringComparison.Ordinal);
        await AssertRunsAsync("2.0.0");
        Assert.Equal("{ \"of\": \"the site\" }", Site);
        AssertNothingIsLeft();
    }

    [RootFact]
    public async Task A_package_that_needs_what_the_box_has_not_is_refused_by_dpkg_and_leaves_the_version_before()
    {
        await Commands.RunAsync("sh", "-ec", $"cd '{root}/tmp'; dpkg-deb -R 2.0.0.deb t; sed -i 's/^Depends: /Depends: of-the-future, /' t/DEBIAN/control; dpkg-deb --root-owner-group -z1 --build t '{root}/var/lib/stekker-edge/update/package'; rm -r t");

        await UpdateAsync();

        Assert.Contains("outcome=returned\n", Outcome, StringComparison.Ordinal);
        Assert.Contains("why=it could not be installed: ", Outcome, StringComparison.Ordinal);
        await AssertRunsAsync("1.0.0");
        AssertNothingIsLeft();
    }

    private async Task AssertRunsAsync(string version) => Assert.Equal($"stekker-edge {version}\n", $"{await RunAsync("/usr/bin/stekker-edge", "--version")}\n");

    private Task UpdateAsync(int trialS = 0) => RunAsync("env", $"STEKKER_EDGE_TRIAL_S={trialS}", "/usr/sbin/stekker-edge-update", "once");

    private void AssertNothingIsLeft() =>
        Assert.Equal(["box", "outcome"], Directory.GetFileSystemEntries($"{root}{Record}").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

    private Task<string> RunAsync(params string[] command) => Commands.RunAsync("chroot", [root, "/bin/env", "PATH=/bin:/usr/bin:/usr/sbin", .. command]);
}
