using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Cloud;
using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.EndToEnd.Package;

namespace Stekker.Edge.EndToEnd.Updates;

/// <summary>
/// The whole way of an update: signed by openssl, asked for over a real broker, loaded from a real https server, checked and installed by root's
/// updater on a router's root file system, and judged by what the new version says.
/// </summary>
[Collection(PackagesTogether.Name)]
public sealed class UpdateTests(Packages packages)
{
    private const string Updater = "/usr/sbin/stekker-edge-update";
    private const string Record = "/usr/lib/stekker-edge-update";

    [RootFact]
    public async Task A_good_update_is_loaded_over_a_line_that_breaks_and_is_installed()
    {
        await using Box box = await Box.StartAsync(packages);
        SignedPackage package = await box.Maker.MakeAsync(await packages.IpkAsync("9.0.0"), "9.0.0");
        using RawCharger before = await box.ConnectAsync();

        await box.Cloud.PublishAsync("commands/up", package.Command(box.Url("cut/" + Path.GetFileName(package.File))));
        await box.HandedOverAsync();
        Task<CliResult> updating = box.UpdateAsync();
        await box.ReadyAsync();
        using RawCharger after = await box.ConnectAsync();

        JsonElement result = await box.Cloud.TakeAsync("commands/up/result");
        Assert.Equal(("done", "9.0.0 is installed, and healthy"), (result.Text("outcome"), result.Text("text")));
        Assert.Equal(0, (await updating).ExitCode);
        Assert.Equal("stekker-edge 9.0.0", (await box.Router.RunAsync("/usr/bin/stekker-edge", "--version")).Trim());
        Assert.Equal(2, box.Server.Output.All.Count(l => l.StartsWith("/cut/", StringComparison.Ordinal)));
        Assert.DoesNotContain("/cut/stekker-edge_9.0.0-r1_linux-x64.ipk from 0", box.Server.Output.All.Skip(2));
        box.AssertNothingIsLeft();
        Assert.Contains("end-to-end", await File.ReadAllTextAsync(box.Router.PathOf("/etc/stekker-edge/site.json")), StringComparison.Ordinal);
        Assert.Contains("\"lastOutcome\": \"installed\"", await box.Router.RunAsync("/usr/bin/stekker-edge", "update", "status", "--json"), StringComparison.Ordinal);
        box.Cloud.AssertAllValid();
    }

    [RootFact]
    public async Task A_version_that_never_gets_healthy_is_taken_back_with_all_that_was()
    {
        await using Box box = await Box.StartAsync(packages);
        await box.Router.RunAsync("/usr/bin/stekker-edge", "cards", "add", "CARD01", "--label", "Card");
        SignedPackage package = await box.Maker.MakeAsync(await packages.IpkAsync("9.0.0"), "9.0.0", isSick: true);

        await box.Cloud.PublishAsync("commands/up", package.Command(box.Url(Path.GetFileName(package.File))));
        await box.HandedOverAsync();
        Task<CliResult> updating = box.UpdateAsync(trialS: 1);
        await box.StartedAsync();
        await box.ReadyAsync();

        JsonElement result = await box.Cloud.TakeAsync("commands/up/result");
        Assert.Equal("returned", result.Text("outcome"));
        Assert.Contains("9.0.0 was installed and taken back, the previous version runs again: it was not healthy within 1 s", result.Text("text"), StringComparison.Ordinal);
        Assert.Equal(0, (await updating).ExitCode);
        Assert.Equal("stekker-edge 0.1.0", (await box.Router.RunAsync("/usr/bin/stekker-edge", "--version")).Trim());
        Assert.Contains("CARD01", await box.Router.RunAsync("/usr/bin/stekker-edge", "cards", "list"), StringComparison.Ordinal);
        box.AssertNothingIsLeft();
        Assert.Empty(Directory.GetFiles(box.Router.PathOf("/etc/stekker-edge"), "*-opkg"));

        // The package of the way back must not make opkg believe that the site's configuration is its own: the next one would take it away.
        await box.Router.InstallAsync(await packages.IpkAsync("9.1.0"));
        Assert.Contains("end-to-end", await File.ReadAllTextAsync(box.Router.PathOf("/etc/stekker-edge/site.json")), StringComparison.Ordinal);
        box.Cloud.AssertAllValid();
    }

    [RootFact]
    public async Task What_the_maker_did_not_sign_is_not_loaded_and_what_was_changed_on_the_way_is_not_handed_over()
    {
        await using Box box = await Box.StartAsync(packages);
        SignedPackage package = await box.Maker.MakeAsync(await packages.IpkAsync("9.0.0"), "9.0.0");
        using Maker stranger = await Maker.StartAsync();
        SignedPackage strange = await stranger.SignAsync(package.File);
        string url = box.Url(Path.GetFileName(package.File));

        await box.Cloud.PublishAsync("commands/strange", strange.Command(url));
        await box.Answered("strange", "refused", "this box does not trust that key");
        await box.Cloud.PublishAsync("commands/altered", (package with { Manifest = package.Manifest.Replace("9.0.0", "9.0.1", StringComparison.Ordinal) }).Command(url));
        await box.Answered("altered", "refused", "is not that of key");
        await box.Cloud.PublishAsync("commands/plain", package.Command(url.Replace("https", "http", StringComparison.Ordinal)));
        await box.Answered("plain", "invalid", "begins with https://");
        await box.Cloud.PublishAsync("commands/half", Without(package.Command(url), "signature"));
        await box.Answered("half", "invalid", "signature is missing");
        Assert.DoesNotContain(box.Server.Output.All, l => l.StartsWith('/'));

        byte[] bytes = await File.ReadAllBytesAsync(package.File);
        bytes[^100] ^= 1;
        await File.WriteAllBytesAsync(package.File, bytes);
        await box.Cloud.PublishAsync("commands/spoilt", package.Command(url));
        await box.Answered("spoilt", "refused", "SHA-256");
        await box.Cloud.PublishAsync("commands/gone", package.Command(box.Url("none.ipk")));
        await box.Answered("gone", "refused", "127.0.0.1 answered 404");
        Assert.False(Directory.Exists(box.Router.PathOf("/etc/stekker-edge/data/update")) && Directory.GetFiles(box.Router.PathOf("/etc/stekker-edge/data/update")).Length > 0);
        box.Cloud.AssertAllValid();
    }

    /// <summary>The daemon may be in a stranger's hands: root's updater believes nothing that it lays down.</summary>
    [RootFact]
    public async Task Root_installs_nothing_that_only_the_daemon_s_account_wants()
    {
        using Maker maker = await Maker.StartAsync();
        using Router router = await InstalledAsync(maker);
        SignedPackage package = await maker.MakeAsync(await packages.IpkAsync("9.0.0"), "9.0.0");
        using Maker stranger = await Maker.StartAsync();
        SignedPackage strange = await stranger.SignAsync(package.File);

        Lay(router, package with { Signature = strange.Signature });
        await Refused(router, "is not that of key");
        Lay(router, strange);
        await Refused(router, "does not trust that key");
        Lay(router, package);
        await File.AppendAllTextAsync(router.PathOf("/etc/stekker-edge/data/update/package"), "more");
        await Refused(router, "where its manifest says");
        Lay(router, package);
        File.Delete(router.PathOf("/etc/stekker-edge/data/update/package"));
        File.CreateSymbolicLink(router.PathOf("/etc/stekker-edge/data/update/package"), "/etc/passwd");
        await Refused(router, "is missing in /etc/stekker-edge/data/update");
        Lay(router, package);
        File.Delete(router.PathOf("/etc/stekker-edge/data/update/manifest"));
        await Refused(router, "is missing");
        Lay(router, package, id: "../../../etc/x");
        await File.WriteAllTextAsync(router.PathOf("/etc/stekker-edge/data/update/signature"), "$(touch /tmp/pwned)");
        await Refused(router, "is not base64");
        Lay(router, await maker.SignAsync(await packages.IpkAsync("0.1.0")));
        await Refused(router, "version 0.1.0: it runs here already");
        Assert.False(router.Has("/tmp/pwned"));
        Assert.True(router.Has("/etc/passwd"));
    }

    [RootFact]
    public async Task A_package_whose_program_is_not_what_it_says_goes_back()
    {
        using Maker maker = await Maker.StartAsync();
        using Router router = await InstalledAsync(maker);
        Lay(router, await maker.MakeAsync(await packages.IpkAsync("9.0.0"), "9.0.0", saysToBe: "8.8.8"));
        await router.RunAsync(Updater, "once");
        AssertOutcome(router, "returned", "the program in the package says to be '8.8.8'");
        await AssertRuns(router, "0.1.0");
    }

    public static TheoryData<string, string> Cuts => new()
    {
        { "taken", "refused" },
        { "verified", "refused" },
        { "kept", "refused" },
        { "installing", "returned" },
        { "installed", "returned" },
        { "trial", "returned" },
        { "returning", "returned" },
        { "put back", "returned" },
    };

    /// <summary>Killed where its comments say '-- STEP': whatever is kept in memory is gone, and what comes next is a boot.</summary>
    [RootTheory]
    [MemberData(nameof(Cuts))]
    public async Task A_power_cut_at_any_step_leaves_a_version_that_runs_and_an_outcome(string step, string outcome)
    {
        using Maker maker = await Maker.StartAsync();
        using Router router = await InstalledAsync(maker);
        SignedPackage package = await maker.MakeAsync(await packages.IpkAsync("9.0.0"), "9.0.0");
        string script = await File.ReadAllTextAsync(router.PathOf(Updater));
        Assert.Contains($"\t# -- {step}\n", script, StringComparison.Ordinal);
        await File.WriteAllTextAsync(router.PathOf("/tmp/updater"), script.Replace($"\t# -- {step}\n", "\tkill -9 $$\n", StringComparison.Ordinal));
        Lay(router, package);

        CliResult cut = await router.TryAsync("env", "STEKKER_EDGE_TRIAL_S=0", "/bin/sh", "/tmp/updater", "once");
        Assert.Equal(137, cut.ExitCode);
        await router.RunAsync("sh", "-c", "rm -rf /tmp/stekker-edge-update /var/run/*");
        await router.RunAsync("env", "STEKKER_EDGE_TRIAL_S=0", Updater, "once");

        AssertOutcome(router, outcome, "");
        await AssertRuns(router, "0.1.0");
        AssertNothingIsLeft(router);
    }

    [RootFact]
    public async Task A_power_cut_in_the_middle_of_opkg_is_mended_by_the_copy_that_was_kept()
    {
        using Maker maker = await Maker.StartAsync();
        using Router router = await InstalledAsync(maker);
        SignedPackage package = await maker.MakeAsync(await packages.IpkAsync("9.0.0"), "9.0.0");
        string opkg = await File.ReadAllTextAsync(router.PathOf("/bin/opkg"));
        await File.WriteAllTextAsync(
            router.PathOf("/bin/opkg"), "#!/bin/sh\nrm -f /usr/bin/stekker-edge /usr/sbin/stekker-edge-update /etc/init.d/stekker-edge\n: >/usr/bin/stekker-edge\n: >/usr/sbin/stekker-edge-update\nkill -9 $PPID; kill -9 $(cat /tmp/updaters-pid)\n");
        Lay(router, package);
        await router.TryAsync("sh", "-c", $"echo $$ >/tmp/updaters-pid; exec {Updater} once");
        await File.WriteAllTextAsync(router.PathOf("/bin/opkg"), opkg);
        Assert.Equal(0, new FileInfo(router.PathOf("/usr/bin/stekker-edge")).Length);
        await router.RunAsync("sh", "-c", "rm -rf /tmp/* /var/run/*");

        // As procd runs what is in rc.d at a boot; here to its end.
        string hook = Directory.GetFiles(router.PathOf("/etc/rc.d"), "S93*").Single();
        await router.RunAsync($"/etc/rc.d/{Path.GetFileName(hook)}", "once");

        AssertOutcome(router, "returned", "the power was lost while it was being installed");
        await AssertRuns(router, "0.1.0");
        Assert.True(new FileInfo(router.PathOf(Updater)).Length > 0);
        AssertNothingIsLeft(router);
    }

    [RootFact]
    public async Task A_version_with_which_the_box_starts_again_and_again_is_taken_back()
    {
        using Maker maker = await Maker.StartAsync();
        using Router router = await InstalledAsync(maker);
        Lay(router, await maker.MakeAsync(await packages.IpkAsync("9.0.0"), "9.0.0"));
        string script = await File.ReadAllTextAsync(router.PathOf(Updater));
        await File.WriteAllTextAsync(router.PathOf("/tmp/updater"), script.Replace("watch_health() {\n", "watch_health() {\n\tkill -9 $$\n", StringComparison.Ordinal));
        for (int start = 0; start <= 4; start++)
        {
            await AssertRuns(router, start == 0 ? "0.1.0" : "9.0.0");
            Assert.Equal(137, (await router.TryAsync("/bin/sh", "/tmp/updater", "once")).ExitCode);
        }

        await router.RunAsync("/bin/sh", "/tmp/updater", "once");
        AssertOutcome(router, "returned", "the box started 5 times before it was healthy");
        await AssertRuns(router, "0.1.0");
    }

    private static JsonObject Without(JsonObject command, string key)
    {
        command.Remove(key);
        return command;
    }

    private static void AssertOutcome(Router router, string outcome, string why)
    {
        string said = File.ReadAllText(router.PathOf($"{Record}/outcome"));
        Assert.Contains($"outcome={outcome}\n", said, StringComparison.Ordinal);
        Assert.Contains(why, said, StringComparison.Ordinal);
    }

    private static async Task AssertRuns(Router router, string version) =>
        Assert.Equal($"stekker-edge {version}", (await router.RunAsync("/usr/bin/stekker-edge", "--version")).Trim());

    private static void AssertNothingIsLeft(Router router)
    {
        Assert.Equal(["box", "outcome"], Directory.GetFiles(router.PathOf(Record)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(router.PathOf("/tmp/stekker-edge-update")));
        Assert.Empty(Directory.GetFiles(router.PathOf("/etc/rc.d"), "S93*"));
    }

    private static async Task Refused(Router router, string why)
    {
        await router.RunAsync(Updater, "once");
        AssertOutcome(router, "refused", why);
        await AssertRuns(router, "0.1.0");
        AssertNothingIsLeft(router);
        Assert.False(router.Has("/etc/stekker-edge/data/update/ready"));
    }

    /// <summary>As the daemon does.</summary>
    private static void Lay(Router router, SignedPackage package, string id = "00112233445566aa")
    {
        string inbox = router.PathOf("/etc/stekker-edge/data/update");
        Directory.CreateDirectory(inbox);
        foreach (string file in Directory.GetFiles(inbox))
        {
            File.Delete(file);
        }

        File.Copy(package.File, Path.Combine(inbox, "package"));
        File.WriteAllText(Path.Combine(inbox, "manifest"), package.Manifest);
        File.WriteAllText(Path.Combine(inbox, "signature"), package.Signature);
        File.WriteAllText(Path.Combine(inbox, "ready"), id);
    }

    private async Task<Router> InstalledAsync(Maker maker)
    {
        Router router = await Router.BootAsync();
        await router.InstallAsync(await packages.IpkAsync("0.1.0"));
        File.Copy(maker.PublicKey, router.PathOf("/etc/stekker-edge/update-key.pem"));
        return router;
    }

    /// <summary>A router with the package, its procd, its charger, its cloud and the maker's server.</summary>
    private sealed class Box : IAsyncDisposable
    {
        private readonly int port = Ports.Free();
        private readonly Site site = new Site().With("CP01");
        private Broker? broker;
        private Broker? authority;
        private Procd? procd;

        public Maker Maker { get; private set; } = null!;

        public Router Router { get; private set; } = null!;

        public CloudPeer Cloud { get; private set; } = null!;

        public ChildProcess Server { get; private set; } = null!;

        public static async Task<Box> StartAsync(Packages packages)
        {
            Box box = new();
            box.Maker = await Maker.StartAsync();
            box.broker = await Broker.StartAsync();
            // For its certificates alone.
            box.authority = await Broker.StartAsync(isSecure: true);
            box.Server = await box.Maker.ServeAsync(box.port, box.authority);
            box.Cloud = await CloudPeer.ConnectAsync(box.broker);
            box.Router = await Router.BootAsync();
            await box.Router.InstallAsync(await packages.IpkAsync("0.1.0"));
            File.Copy(box.Maker.PublicKey, box.Router.PathOf("/etc/stekker-edge/update-key.pem"));
            File.Copy(box.authority.CertificateFile("ca"), box.Router.PathOf("/etc/stekker-edge/ca.pem"));
            File.SetUnixFileMode(box.Router.PathOf("/etc/stekker-edge/ca.pem"), (UnixFileMode)0b110_100_100);
            box.site.WithCloud(box.broker);
            box.site.Configuration["cloud"]!["caFile"] = "/etc/stekker-edge/ca.pem";
            // Nobody keeps the time of a root file system.
            box.site.Configuration["clock"] = new JsonObject { ["trust"] = "always" };
            box.Router.Configure(box.site.Configuration);
            // What the updater's service does at its start.
            await box.Router.RunAsync(Updater, "once");
            await box.Router.RunAsync("/etc/init.d/stekker-edge", "start");
            box.procd = new Procd(box.Router);
            await box.ReadyAsync();
            return box;
        }

        public string Url(string path) => $"https://127.0.0.1:{port}/{path}";

        public async Task<RawCharger> ConnectAsync()
        {
            RawCharger charger = await RawCharger.ConnectAsync(site, "CP01");
            await charger.BootAsync();
            return charger;
        }

        /// <summary>The service was started; a sick one gets no further.</summary>
        public Task StartedAsync() => procd!.StartedAsync();

        /// <summary>The service was started, and listens.</summary>
        public Task ReadyAsync() => procd!.ReadyAsync();

        /// <summary>What the daemon lays down is whole.</summary>
        public async Task HandedOverAsync()
        {
            string inbox = Router.PathOf("/etc/stekker-edge/data/update");
            TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            using FileSystemWatcher watcher = new(Path.GetDirectoryName(inbox)!) { IncludeSubdirectories = true };
            void Look(object sender, FileSystemEventArgs e)
            {
                if (File.Exists(Path.Combine(inbox, "ready")))
                {
                    seen.TrySetResult();
                }
            }

            watcher.Created += Look;
            watcher.Renamed += Look;
            watcher.EnableRaisingEvents = true;
            Look(watcher, new FileSystemEventArgs(WatcherChangeTypes.All, inbox, null));
            await seen.Task.OrFail("the hand-over of an update", () => $"{procd!.Told()}\n{string.Join('\n', Cloud.All)}");
        }

        public Task<CliResult> UpdateAsync(int trialS = 50) =>
            Router.TryAsync("env", $"STEKKER_EDGE_TRIAL_S={trialS}", "STEKKER_EDGE_SETTLE_S=2", Updater, "once");

        public async Task Answered(string id, string outcome, string text)
        {
            JsonElement result = await Cloud.TakeAsync($"commands/{id}/result");
            Assert.Equal(outcome, result.Text("outcome"));
            Assert.Contains(text, result.Text("text"), StringComparison.Ordinal);
        }

        public void AssertNothingIsLeft() => UpdateTests.AssertNothingIsLeft(Router);

        public async ValueTask DisposeAsync()
        {
            foreach (IAsyncDisposable? part in (IAsyncDisposable?[])[procd, Cloud, Server, broker, authority])
            {
                if (part is not null)
                {
                    await part.DisposeAsync();
                }
            }

            Router.Dispose();
            Maker.Dispose();
            site.Dispose();
        }
    }
}
