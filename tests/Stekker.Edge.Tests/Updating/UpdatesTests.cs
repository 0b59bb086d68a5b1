using Microsoft.Extensions.Logging.Abstractions;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Tests.Storage;
using Stekker.Edge.Tests.Support;
using Stekker.Edge.Updating;

namespace Stekker.Edge.Tests.Updating;

/// <summary>The daemon's side of a trial, and what is refused before anything is loaded.</summary>
public sealed class UpdatesTests : IDisposable
{
    private static readonly HandedUpdate Handed = new("00112233445566aa", "command-1", "9.0.0", ["CP01", "CP02"], Cloud: true, By: "the process before");

    private readonly TempDirectory data = new();
    private readonly TempDirectory record = new();
    private readonly VirtualTime time = new();
    private readonly Maker maker = new();
    private SiteState site = With();
    private bool cloud = true;
    private long ticks;
    private bool hangs;

    public UpdatesTests()
    {
        File.WriteAllText(record.File("box"), "architecture=amd64\nkind=deb\n");
        File.WriteAllText(data.File("key.pem"), maker.PublicKey);
    }

    private string Mark => Path.Combine(data.Path, "update", $"healthy-{Handed.Id}");

    public void Dispose()
    {
        data.Dispose();
        record.Dispose();
        maker.Dispose();
    }

    [Fact]
    public void A_new_version_is_healthy_when_all_that_was_there_has_been_there_for_a_while()
    {
        HandOver(Handed);
        using Updates updates = Start();
        Try();
        site = With("CP01", "CP02");
        Pass(19);
        Assert.False(File.Exists(Mark));
        Pass(2);
        Assert.True(File.Exists(Mark));
    }

    [Theory]
    [InlineData("charger", "9.0.0 is on trial, not connected again: CP02")]
    [InlineData("cloud", "9.0.0 is on trial, the cloud is not reached, and was before")]
    [InlineData("loop", "9.0.0 is on trial, the site's loop does nothing")]
    public void It_is_not_healthy_while_something_of_it_is_missing(string what, string said)
    {
        HandOver(Handed);
        using Updates updates = Start();
        Try();
        site = what == "charger" ? With("CP01") : With("CP01", "CP02");
        cloud = what != "cloud";
        hangs = what == "loop";
        Pass(600);
        Assert.False(File.Exists(Mark));
        Assert.Equal(said, updates.Standing);

        site = With("CP01", "CP02");
        cloud = true;
        hangs = false;
        Pass(22);
        Assert.True(File.Exists(Mark));
    }

    [Fact]
    public void One_charger_of_ten_may_have_lost_its_power()
    {
        string[] ten = [.. Enumerable.Range(1, 10).Select(i => $"CP{i:00}")];
        HandOver(Handed with { ChargePoints = [.. ten] });
        using Updates updates = Start();
        Try();
        site = With(ten[..8]);
        Pass(60);
        Assert.False(File.Exists(Mark));
        site = With(ten[..9]);
        Pass(22);
        Assert.True(File.Exists(Mark));
    }

    /// <summary>A service that was not started anew would say that all is well, and be the old version.</summary>
    [Fact]
    public void The_process_that_handed_it_over_is_not_taken_for_the_new_version()
    {
        HandOver(Handed with { By = Updates.ThisProcess });
        using Updates updates = Start();
        Try();
        site = With("CP01", "CP02");
        Pass(600);
        Assert.False(File.Exists(Mark));
    }

    [Fact]
    public void Without_a_trial_nothing_is_said()
    {
        HandOver(Handed);
        using Updates updates = Start();
        site = With("CP01", "CP02");
        Pass(600);
        Assert.False(File.Exists(Mark));
        Assert.Null(updates.Standing);
    }

    [Theory]
    [InlineData("installed", "", "9.0.0 is installed, and healthy")]
    [InlineData("returned", "it was not healthy", "9.0.0 was installed and taken back, the previous version runs again: it was not healthy")]
    [InlineData("refused", "no room", "9.0.0 was not installed: no room")]
    public async Task The_outcome_comes_back_to_the_command_after_the_restart(string outcome, string why, string text)
    {
        HandOver(Handed);
        using Updates updates = Start();
        Assert.Null(updates.Resume("another", CancellationToken.None));
        Task<UpdateOutcome> resumed = updates.Resume("command-1", CancellationToken.None)!;
        File.WriteAllText(record.File("outcome"), $"id=ffffffffffffffff\noutcome=installed\nversion=8.0.0\nwhy=\n");
        Pass(5);
        Assert.False(resumed.IsCompleted);
        File.WriteAllText(record.File("outcome"), $"id={Handed.Id}\noutcome={outcome}\nversion=9.0.0\nwhy={why}\n");
        Pass(2);
        UpdateOutcome ended = await resumed.OrFail();
        Assert.Equal((outcome, text), (ended.Outcome, $"{ended}"));
        Assert.Equal(text, updates.Standing);
    }

    [Fact]
    public async Task An_updater_that_never_comes_is_told_after_half_an_hour()
    {
        HandOver(Handed);
        using Updates updates = Start();
        Task<UpdateOutcome> resumed = updates.Resume("command-1", CancellationToken.None)!;
        Pass((30 * 60) - 1);
        Assert.False(resumed.IsCompleted);
        Pass(3);
        Assert.Contains("updater did not end it within 30 minutes", (await resumed.OrFail()).Why, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(data.Path, "update", "ready")));
    }

    [Fact]
    public void What_a_run_that_died_had_loaded_is_removed_at_the_next_start()
    {
        UpdateFolder folder = new(data.Path);
        folder.Clear();
        File.WriteAllBytes(folder.Part, new byte[1_000]);
        string package = Path.Combine(data.Path, "update", "package");
        File.WriteAllBytes(package, new byte[1_000]);
        using (Start())
        {
            Assert.False(File.Exists(folder.Part));
            Assert.False(File.Exists(package));
        }

        HandOver(Handed);
        File.WriteAllBytes(folder.Part, new byte[1_000]);
        using (Start())
        {
            Assert.False(File.Exists(folder.Part));
            Assert.Equal(["handed", "manifest", "package", "ready", "signature"], Directory.GetFiles(Path.Combine(data.Path, "update")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_start_without_any_update_makes_no_folder_for_one()
    {
        using Updates updates = Start();
        Assert.False(Directory.Exists(Path.Combine(data.Path, "update")));
    }

    [Fact]
    public async Task Nothing_is_loaded_where_it_could_not_be_installed()
    {
        string manifest = maker.Manifest([1], architecture: "arm64");
        using (Updates noUpdater = Start(new UpdaterRecord(record.File("none"))))
        {
            Assert.Contains("updater does not run", await Why(noUpdater, manifest), StringComparison.Ordinal);
        }

        using (Updates notInstalled = Start(hasUpdater: false))
        {
            Assert.Contains("not installed by its package", await Why(notInstalled, manifest), StringComparison.Ordinal);
        }

        using Updates updates = Start();
        Assert.Contains("this box takes packages for amd64", await Why(updates, manifest), StringComparison.Ordinal);
        Assert.Contains("is not that of key", await Why(updates, maker.Manifest([1]), "AAAA"), StringComparison.Ordinal);
        File.Delete(data.File("key.pem"));
        Assert.Contains("trusts nobody's updates", await Why(updates, maker.Manifest([1])), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(data.Path, "update")));
    }

    private async Task<string> Why(Updates updates, string manifest, string? signature = null)
    {
        UpdateOutcome outcome = await updates.InstallAsync(
            new UpdateAsked("c", manifest, signature ?? maker.Sign(manifest), new Uri("https://127.0.0.1:1/p"), IsUrgent: true), CancellationToken.None).OrFail();
        Assert.Equal("refused", outcome.Outcome);
        return outcome.Why;
    }

    private Updates Start(UpdaterRecord? other = null, bool hasUpdater = true) => new(
        hasUpdater ? other ?? new UpdaterRecord(record.Path) : null,
        data.Path,
        data.File("key.pem"),
        null,
        "1.4.2",
        new UpdateSurroundings(() => site, () => cloud, () => hangs ? ticks : ++ticks),
        time,
        NullLogger<Updates>.Instance);

    private void HandOver(HandedUpdate handed)
    {
        UpdateFolder folder = new(data.Path);
        folder.Clear();
        File.WriteAllBytes(folder.Part, [1]);
        folder.HandOver("manifest", "signature", handed);
    }

    private void Try() => File.WriteAllText(record.File("trial"), $"id={Handed.Id}\nversion=9.0.0\nsettleS=20\n");

    private void Pass(int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private static SiteState With(params string[] connected)
    {
        DateTimeOffset noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
        Now now = new(TimeSpan.Zero, noon, true);
        SiteState state = SiteState.Restore(
            new SiteConfiguration { SiteId = "here", ChargePoints = [.. connected.Select(id => new ChargePointSettings(id, null, null, [], null))] }, LedgerContents.Empty, now);
        foreach (string id in connected)
        {
            state = SiteStep.Next(state, new SiteEvent.Connected(id, 1, "ocpp1.6", "127.0.0.1:9"), now).State;
        }

        return state;
    }
}
