using System.Text.Json;
using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Package;

/// <summary>The package's life on a router: installed, charging as a user of its own, upgraded, removed.</summary>
[Collection(PackagesTogether.Name)]
public sealed class RouterTests(Packages packages)
{
    private static readonly string[] Sessions = ["/usr/bin/stekker-edge", "sessions", "list", "--json"];

    [RootFact]
    public async Task Installed_it_asks_procd_for_a_service_that_is_not_roots()
    {
        using Router router = await Router.BootAsync();
        await router.InstallAsync(await packages.IpkAsync());

        ILookup<string, string> asked = router.Asked();

        Assert.Equal(["stekker-edge"], asked["user"]);
        Assert.Equal(["dialout"], asked["group"]);
        Assert.Equal(
            ["/usr/bin/stekker-edge", "run", "--respawned", "--config", "/etc/stekker-edge/site.json", "--data", "/etc/stekker-edge/data", "--log", "/var/log/stekker-edge/edge.log"],
            asked["command"].Skip(3));
        Assert.Equal(["3600", "5", "0"], asked["respawn"]);
        Assert.Equal(["/etc/stekker-edge/site.json"], asked["file"]);
        Assert.Equal(["stekker_edge"], asked["trigger"]);
        Assert.Equal(["core=0", "nofile=4096 4096"], asked["limits"]);
        Assert.True(router.Has("/etc/rc.d/S95stekker-edge"));
        Assert.False(router.Has("/etc/uci-defaults/60_stekker-edge"));
    }

    [RootFact]
    public async Task Chargers_and_people_reach_it_from_the_lan_only()
    {
        using Router router = await Router.BootAsync();
        await router.InstallAsync(await packages.IpkAsync());

        string[] rules = router.Lines("/etc/uci");

        Assert.Contains("firewall.stekker_edge_lan.src=lan", rules);
        Assert.Contains("firewall.stekker_edge_lan.target=ACCEPT", rules);
        Assert.Contains("firewall.stekker_edge_wan.src=wan", rules);
        Assert.Contains("firewall.stekker_edge_wan.target=REJECT", rules);
        Assert.Equal(2, rules.Count(r => r.EndsWith("dest_port=8887 8080", StringComparison.Ordinal)));
    }

    [RootFact]
    public async Task A_car_charges_and_its_session_outlives_an_upgrade_a_removal_and_another_installation()
    {
        using Router router = await Router.BootAsync();
        using Site site = new Site().With("CP01");
        await router.InstallAsync(await packages.IpkAsync("1.0.0"));
        router.Configure(site.Configuration);
        await router.RunAsync("/etc/init.d/stekker-edge", "start");
        await ChargeAsync(router, site);
        JsonElement before = Assert.Single(JsonDocument.Parse(await router.RunAsync(Sessions)).RootElement.EnumerateArray());

        await router.InstallAsync(await packages.IpkAsync("1.1.0"));

        Assert.Contains("Version: 1.1.0-r1", router.Lines("/usr/lib/opkg/info/stekker-edge.control"));
        Assert.Contains("end-to-end", File.ReadAllText(router.PathOf("/etc/stekker-edge/site.json")), StringComparison.Ordinal);
        Assert.Contains("new-site", File.ReadAllText(router.PathOf("/etc/stekker-edge/site.json-opkg")), StringComparison.Ordinal);
        Assert.Contains("firewall.stekker_edge_lan.src=lan", router.Lines("/etc/uci"));
        await using (ChildProcess edge = await StartAsync(router, site))
        {
            JsonElement after = Assert.Single(JsonDocument.Parse(await router.RunAsync(Sessions)).RootElement.EnumerateArray());
            Assert.Equal(before.ToString(), after.ToString());
            await edge.TerminateAsync();
            Assert.Equal(0, await edge.Exited.OrFail("the daemon's end", edge.Told));
        }

        await router.OpkgAsync("remove", "stekker-edge");

        Assert.False(router.Has("/usr/bin/stekker-edge"));
        Assert.False(router.Has("/etc/rc.d/S95stekker-edge"));
        Assert.False(router.Has("/var/run/procd/stekker-edge"));
        Assert.Empty(router.Lines("/etc/uci"));
        Assert.True(router.Has("/etc/stekker-edge/site.json"));
        Assert.True(router.Has("/etc/stekker-edge/data/edge.db"));

        // As after a firmware upgrade too, which keeps /etc/stekker-edge/ and no program.
        await router.InstallAsync(await packages.IpkAsync("1.1.0"));

        Assert.Contains("end-to-end", File.ReadAllText(router.PathOf("/etc/stekker-edge/site.json")), StringComparison.Ordinal);
        await using ChildProcess again = await StartAsync(router, site);
        JsonElement kept = Assert.Single(JsonDocument.Parse(await router.RunAsync(Sessions)).RootElement.EnumerateArray());
        Assert.Equal(before.ToString(), kept.ToString());
    }

    /// <summary>The CLI works on the files of a stopped site as well, and root is who types on a router.</summary>
    [RootFact]
    public async Task What_root_did_while_the_service_was_down_is_the_services_at_its_start()
    {
        using Router router = await Router.BootAsync();
        using Site site = new Site().With("CP01");
        await router.InstallAsync(await packages.IpkAsync());
        router.Configure(site.Configuration);
        await router.RunAsync("/usr/bin/stekker-edge", "cards", "add", "CARD01", "--label", "Card", "--scope", "site");
        await router.RunAsync("ln", "-s", "/etc/passwd", "/etc/stekker-edge/data/link");
        await router.RunAsync("ln", "/etc/group", "/etc/stekker-edge/data/second-name");

        await router.RunAsync("/etc/init.d/stekker-edge", "start");

        await using ChildProcess edge = await StartAsync(router, site);
        Assert.Equal("0 0", (await router.RunAsync("stat", "-c", "%u %g", "/etc/passwd")).Trim());
        Assert.Equal("0 0", (await router.RunAsync("stat", "-c", "%u %g", "/etc/group")).Trim());
    }

    [RootFact]
    public async Task It_is_not_started_as_root_where_its_account_cannot_be_made()
    {
        using Router router = await Router.BootAsync();
        await router.RunAsync("sh", "-c", "printf 'user_add() { return 1; }\\n' >>/lib/functions.sh");

        await router.InstallAsync(await packages.IpkAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => router.RunAsync("/etc/init.d/stekker-edge", "start"));

        Assert.False(router.Has("/var/run/procd/stekker-edge"));
    }

    [RootFact]
    public async Task On_rutos_it_lives_under_usr_local_and_is_found_there()
    {
        using Router router = await Router.BootAsync(isRutOs: true);
        using Site site = new Site().With("CP01");
        await router.InstallAsync(await packages.IpkAsync());
        router.Configure(site.Configuration);
        await router.RunAsync("/etc/init.d/stekker-edge", "start");

        Assert.Equal("/usr/local/usr/bin/stekker-edge", router.Asked()["command"].ElementAt(3));
        Assert.Contains("/etc/stekker-edge/", router.Lines("/etc/sysupgrade.conf"));
        await using (ChildProcess edge = await StartAsync(router, site))
        {
            await edge.TerminateAsync();
            Assert.Equal(0, await edge.Exited.OrFail("the daemon's end", edge.Told));
        }

        await router.OpkgAsync("remove", "stekker-edge");
        Assert.False(router.Has("/usr/local/usr/bin/stekker-edge"));
        Assert.Equal(["# kept over an upgrade"], router.Lines("/etc/sysupgrade.conf"));
    }

    [RootFact]
    public async Task A_serial_adapter_has_one_name_wherever_it_is_plugged_in()
    {
        using Router router = await Router.BootAsync();
        await router.InstallAsync(await packages.IpkAsync());
        string port = "/sys/devices/usb1/1-1/1-1:1.0/ttyUSB3";
        await router.RunAsync("sh", "-c", $"mkdir -p {port} /sys/class/tty/ttyUSB3; ln -s {port} /sys/class/tty/ttyUSB3/device; touch /dev/ttyUSB3");
        await router.RunAsync("sh", "-c", "cd /sys/devices/usb1/1-1; echo 0403 >idVendor; echo 6001 >idProduct; echo 'AB 12/34' >serial");

        string[] call = ["env", "DEVNAME=ttyUSB3", "sh", "-c", ". /etc/hotplug.d/tty/60-stekker-edge"];
        await router.RunAsync(["env", "ACTION=add", .. call]);

        const string Name = "/dev/serial/by-id/usb-0403_6001_AB_12_34";
        Assert.Equal("../../ttyUSB3", new FileInfo(router.PathOf(Name)).LinkTarget);
        Assert.Equal($"0 {Router.Dialout} 660", (await router.RunAsync("stat", "-L", "-c", "%u %g %a", Name)).Trim());
        await router.RunAsync(["env", "ACTION=remove", .. call]);
        Assert.False(router.Has(Name));
    }

    private static async Task<ChildProcess> StartAsync(Router router, Site site)
    {
        ChildProcess edge = router.Launch();
        string listening = $"ws://127.0.0.1:{site.OcppPort}/ocpp/";
        await edge.Output.TakeAsync(line => line.Contains(listening, StringComparison.Ordinal), $"line with '{listening}'");
        return edge;
    }

    private static async Task ChargeAsync(Router router, Site site)
    {
        await using ChildProcess edge = await StartAsync(router, site);
        Assert.NotEqual("0", (await Commands.RunAsync("stat", "-c", "%u", $"/proc/{edge.Id}")).Trim());
        await router.RunAsync("/usr/bin/stekker-edge", "cards", "add", "CARD01", "--label", "Card", "--scope", "site");
        using RawCharger charger = await RawCharger.ConnectAsync(site, "CP01");
        await charger.BootAsync();
        DateTimeOffset began = DateTimeOffset.UtcNow.AddMinutes(-20);
        JsonElement started = await charger.CallAsync("StartTransaction", Payloads.Start(1, "CARD01", 500, began));
        int transaction = started.GetProperty("transactionId").GetInt32();
        await charger.CallAsync("MeterValues", Payloads.Meter(1, transaction, 1_000, began.AddMinutes(10)));
        await charger.CallAsync("StopTransaction", Payloads.Stop(transaction, 1_700, began.AddMinutes(20), "Local", "CARD01"));
        JsonElement session = Assert.Single(JsonDocument.Parse(await router.RunAsync(Sessions)).RootElement.EnumerateArray());
        Assert.Equal(1_200, session.GetProperty("energyWh").GetInt64());
        await edge.TerminateAsync();
        Assert.Equal(0, await edge.Exited.OrFail("the daemon's end", edge.Told));
    }
}
