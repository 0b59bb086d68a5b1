using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Upkeep;
using Stekker.Edge.Hosting.Upkeep;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Tests.Storage;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.Hosting.Upkeep;

/// <summary>The box is looked after each minute, and what is found stands as an alert until it is over.</summary>
public sealed class BoxCareTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private long flashBytes;
    private DiskRoom room = new(500_000_000, 1_000_000_000);

    [Fact]
    public async Task A_disk_that_gets_short_is_told_and_taken_back()
    {
        await using RunningSite site = await RunningSite.StartAsync();
        await using BoxCare care = Care(site);
        room = new DiskRoom(5_000_000, 100_000_000);
        care.Start();

        await site.UntilAsync(() => site.Loop.Snapshot.Alerts.Find("disk-room") is not null);
        Assert.Contains("5 MB are left of the 100 MB", site.Loop.Snapshot.Alerts.Find("disk-room")!.Text, StringComparison.Ordinal);

        room = new DiskRoom(50_000_000, 100_000_000);
        await MinuteAsync(site);
        await site.UntilAsync(() => site.Loop.Snapshot.Alerts.Find("disk-room") is null);
    }

    [Fact]
    public async Task Near_the_budget_flash_is_spared_and_beyond_it_somebody_is_told()
    {
        SiteConfiguration small = RunningSite.Configuration with { Ledger = new LedgerSettings { FlashBytesPerDay = 10_000_000 } };
        await using RunningSite site = await RunningSite.StartAsync(small);
        await using BoxCare care = Care(site);
        care.Start();
        flashBytes = 8_500_000;
        await MinuteAsync(site);
        await site.UntilAsync(() => site.Loop.Snapshot.Upkeep.SparesFlash);
        Assert.Null(site.Loop.Snapshot.Alerts.Find("flash-budget"));

        flashBytes = 10_500_000;
        await MinuteAsync(site);
        await site.UntilAsync(() => site.Loop.Snapshot.Alerts.Find("flash-budget") is not null);
        Assert.Equal((10_500_000, 10_000_000), (care.Standing.FlashWrittenBytes, care.Standing.FlashBudgetBytes));

        site.Time.Advance(TimeSpan.FromHours(24));
        await site.UntilAsync(() => !site.Loop.Snapshot.Upkeep.SparesFlash && site.Loop.Snapshot.Alerts.Find("flash-budget") is null);
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_told_at_the_start_and_anew_when_it_gets_urgent()
    {
        using TempDirectory files = new();
        VirtualTime time = new();
        string path = files.File("ca.pem");
        await File.WriteAllTextAsync(path, CertificatesTests.Certificate(8, time.GetUtcNow()));
        SiteConfiguration configuration = RunningSite.Configuration with { Cloud = new CloudSettings(new Uri("mqtts://127.0.0.1:1"), path) };
        await using RunningSite site = await RunningSite.StartAsync(RunningSite.Configuration, time: time);
        await site.Loop.PostAsync(new SiteEvent.ConfigurationApplied(configuration), CancellationToken.None);
        await site.SettleAsync();
        await using BoxCare care = Care(site);
        care.Start();
        await site.UntilAsync(() => site.Loop.Snapshot.Alerts.Find("certificate-soon:cloud.caFile") is not null);

        site.Time.Advance(TimeSpan.FromHours(25));

        await site.UntilAsync(() => site.Loop.Snapshot.Alerts.Find("certificate:cloud.caFile") is not null);
        Assert.Null(site.Loop.Snapshot.Alerts.Find("certificate-soon:cloud.caFile"));
    }

    [Fact]
    public async Task A_run_is_healthy_after_ten_minutes_and_not_before()
    {
        using TempDirectory data = new();
        await using RunningSite site = await RunningSite.StartAsync();
        using (RunFile run = RunFile.Begin(data.Path, site.Time, "boot"))
        {
            await using BoxCare care = Care(site, run);
            care.Start();
            site.Time.Advance(TimeSpan.FromMinutes(8));
            await MinuteAsync(site, care);
        }

        using (RunFile run = RunFile.Begin(data.Path, site.Time, "boot"))
        {
            Assert.Equal(1, run.ShortRuns);
            await using BoxCare care = Care(site, run);
            care.Start();
            site.Time.Advance(TimeSpan.FromMinutes(10));
            await MinuteAsync(site, care);
        }

        using RunFile last = RunFile.Begin(data.Path, site.Time, "boot");
        Assert.Equal(0, last.ShortRuns);
    }

    [Fact]
    public async Task A_crash_that_was_found_goes_to_the_outbox_once()
    {
        using TempDirectory data = new();
        VirtualTime time = new();
        using (RunFile dead = RunFile.Begin(data.Path, time, "boot"))
        {
            dead.SayDied(CrashKind.Exception, "a mistake");
        }

        using (RunFile next = RunFile.Begin(data.Path, time, "boot"))
        {
            next.EndInOrder();
        }

        CrashReport report = Assert.Single(new CrashFiles(data.Path).Untold());
        SiteConfiguration clouded = RunningSite.Configuration with { Cloud = new CloudSettings(new Uri("mqtt://127.0.0.1:1")) };
        for (int start = 0; start < 2; start++)
        {
            await using RunningSite site = await RunningSite.StartAsync(clouded, data, time);
            await site.UntilAsync(() => new CrashFiles(data.Path).Untold().Count == 0);
        }

        using Edge.Storage.LedgerReader reader = Edge.Storage.LedgerReader.Open(data.Path);
        Edge.Storage.OutboxEntry entry = Assert.Single(reader.Outbox(0, 10));
        Assert.Equal($"crashes/{report.CrashId}", entry.Topic);
        Assert.Contains("\"what\":\"a mistake\"", System.Text.Encoding.UTF8.GetString(entry.Payload.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_stands_as_told_once_the_outbox_has_it()
    {
        using TempDirectory data = new();
        await using RunningSite site = await RunningSite.StartAsync();
        RunFile.Begin(data.Path, site.Time, "boot").Dispose();
        using RunFile run = RunFile.Begin(data.Path, site.Time, "boot");
        SiteConfiguration clouded = RunningSite.Configuration with { Cloud = new CloudSettings(new Uri("mqtt://127.0.0.1:1")) };
        await site.Loop.PostAsync(new SiteEvent.ConfigurationApplied(clouded), CancellationToken.None);
        await site.SettleAsync();
        await using BoxCare care = Care(site, run);
        Assert.Equal((run.Found!.CrashId, false), (care.Standing.LastCrash!.CrashId, care.Standing.IsCrashTold));

        care.Start();

        await site.UntilAsync(() => care.Standing.IsCrashTold);
        Assert.Equal(run.Found.CrashId, care.Standing.LastCrash!.CrashId);
    }

    [Fact]
    public async Task Without_a_cloud_a_crash_waits_in_its_file()
    {
        using TempDirectory data = new();
        RunFile.Begin(data.Path, TimeProvider.System, "boot").Dispose();
        using (RunFile next = RunFile.Begin(data.Path, TimeProvider.System, "boot"))
        {
            next.EndInOrder();
        }

        await using (RunningSite site = await RunningSite.StartAsync(data: data))
        {
            await site.SettleAsync();
        }

        Assert.Single(new CrashFiles(data.Path).Untold());
    }

    private BoxCare Care(RunningSite site, RunFile? run = null) => new(
        site.Loop,
        site.Data.Path,
        run,
        new BoxSenses(() => flashBytes, () => room),
        site.Time,
        Microsoft.Extensions.Logging.Abstractions.NullLogger<BoxCare>.Instance);

    private static async Task MinuteAsync(RunningSite site, BoxCare? care = null)
    {
        BoxStanding? before = care?.Standing;
        await site.Time.TimerDueIn(Minute).OrFail();
        site.Time.Advance(Minute);
        if (care is not null)
        {
            await site.UntilAsync(() => !ReferenceEquals(care.Standing, before));
        }
    }
}
