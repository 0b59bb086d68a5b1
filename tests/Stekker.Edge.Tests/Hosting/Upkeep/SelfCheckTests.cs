using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Meters;
using Stekker.Edge.Hosting;
using Stekker.Edge.Hosting.Upkeep;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Tests.Cli;
using Stekker.Edge.Tests.Storage;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.Hosting.Upkeep;

/// <summary>What of this machine does not fit is told in one sentence each.</summary>
public sealed class SelfCheckTests : IDisposable
{
    private static readonly DateTimeOffset Utc = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private static readonly SiteConfiguration Site = new() { SiteId = "test" };

    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_machine_that_fits_is_told_nothing_of() => Assert.Empty(SelfCheck.Look(Site, directory.Path, Utc));

    [Fact]
    public void A_clock_in_the_past_is_told() =>
        Assert.Contains("clock shows 1970-01-01 00:00", Assert.Single(SelfCheck.Look(Site, directory.Path, DateTimeOffset.UnixEpoch)), StringComparison.Ordinal);

    [Fact]
    public void A_serial_port_that_is_not_there_is_named_once()
    {
        SiteConfiguration site = Site with { Meters = [Serial("a"), Serial("b")] };
        Assert.Contains("/dev/no-such-port", Assert.Single(SelfCheck.Look(site, null, Utc)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_and_a_certificate_that_are_not_there_are_named_with_their_keys()
    {
        SiteConfiguration site = Site with { Ocpp = new OcppRules { CertificateFile = directory.File("tls.pem"), KeyFile = directory.File("tls.key") } };
        string[] found = [.. SelfCheck.Look(site, null, Utc)];
        Assert.Equal(2, found.Length);
        Assert.Contains("tls.pem (ocpp.certificateFile) cannot be read", found[0], StringComparison.Ordinal);
        Assert.Contains("tls.key (ocpp.keyFile) cannot be read", found[1], StringComparison.Ordinal);
    }

    [MountFact]
    public void A_disk_with_little_room_is_told_with_what_can_be_done()
    {
        using SmallDisk disk = SmallDisk.Tmpfs(directory.File("disk"), "size=4m");
        string found = Assert.Single(SelfCheck.Look(Site, disk.Path, Utc));
        Assert.Contains("4 MB are left of the 4 MB", found, StringComparison.Ordinal);
        Assert.Contains("ledger.keepSessionsYears", found, StringComparison.Ordinal);
    }

    [MountFact]
    public async Task At_the_start_a_short_disk_and_a_certificate_that_ends_are_told_once()
    {
        using SmallDisk disk = SmallDisk.Tmpfs(directory.File("disk"), "size=6m");
        VirtualTime time = new();
        string certificate = directory.File("ca.pem");
        await File.WriteAllTextAsync(certificate, CertificatesTests.Certificate(8, time.GetUtcNow()));
        SiteConfiguration site = RunningSite.Configuration with { Cloud = new CloudSettings(new Uri("mqtts://127.0.0.1:1"), certificate) };
        using LogLines log = new();
        using (RunFile run = RunFile.Begin(disk.Path, time, "boot"))
        {
            await using Daemon daemon = await Daemon.StartAsync(new DaemonOptions(site, disk.Path, log) { Run = run }, time);
            await log.Said("MB are left of the 6 MB");
            await log.Said("(cloud.caFile) is good until");
        }

        Assert.Single(log.Lines.All, l => l.Contains("MB are left of the 6 MB", StringComparison.Ordinal));
        Assert.Single(log.Lines.All, l => l.Contains("(cloud.caFile) is good until", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Check_config_tells_the_same_and_is_right_all_the_same()
    {
        using Shell shell = new();
        string file = shell.Written("site.json", """
            { "siteId": "here", "grid": { "fuseA": 63 }, "meters": [ { "role": "grid", "device": "sdm630", "serial": "/dev/no-such-port" } ] }
            """);

        Said said = await shell.RunAsync("check-config", file);

        Assert.Equal(0, said.Code);
        Assert.Contains("on this machine: the serial port /dev/no-such-port (meters) is not there", said.Error, StringComparison.Ordinal);
    }

    private static MeterSettings Serial(string id) => new()
    {
        Id = id,
        Role = MeterRole.Grid,
        Device = "sdm630",
        Line = new MeterLine.Serial("/dev/no-such-port", 9600, 8, SerialParity.None, 1),
        UnitId = 1,
        Interval = TimeSpan.FromSeconds(1),
    };
}
