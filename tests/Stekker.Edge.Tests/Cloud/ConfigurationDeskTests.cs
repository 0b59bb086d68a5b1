using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Stekker.Edge.CentralSystem.Gate;
using Stekker.Edge.Cloud;
using Stekker.Edge.Cloud.Configuring;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Tests.Storage;

namespace Stekker.Edge.Tests.Cloud;

/// <summary>Configurations from the cloud: taken whole, refused whole, taken back.</summary>
public sealed class ConfigurationDeskTests : IDisposable
{
    private const string Local = """
        { // the installer's
          "siteId": "here", "grid": { "fuseA": 25 }, "preferences": { "departure": "07:00" },
          "cloud": { "broker": "mqtt://127.0.0.1:1883", "username": "here", "password": "hunter2" } }
        """;

    private readonly TempDirectory directory = new();
    private readonly List<SiteConfiguration> applied = [];
    private TimeSpan now = TimeSpan.FromHours(1);
    private int restarts;
    private SiteSources sources;
    private ConfigurationDesk desk;

    public ConfigurationDeskTests()
    {
        (sources, desk) = Start();
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task What_can_change_on_the_running_site_changes_at_once_and_the_rest_of_the_file_stays()
    {
        JsonElement state = await Take("""{ "version": 7, "grid": { "fuseA": 35 }, "tariff": { "type": "fixed", "priceEurPerKwh": 0.3 } }""");

        Assert.Equal(("applied", 7, true), (Text(state, "state"), state.GetProperty("version").GetInt32(), state.GetProperty("onTrial").GetBoolean()));
        SiteConfiguration site = Assert.Single(applied);
        Assert.Equal((Amperes.FromWhole(35), new TimeOnly(7, 0), "hunter2"), (site.Grid.Fuse, site.Preferences.Departure, site.Cloud!.Password));
        Assert.NotNull(site.Tariff);
        Assert.Equal(["grid"], state.GetProperty("ignoredLocalKeys").EnumerateArray().Select(k => k.GetString()!));
        Assert.Equal(0, restarts);
    }

    [Fact]
    public async Task A_key_the_cloud_owns_and_leaves_out_has_its_default_and_one_it_does_not_own_is_not_looked_at()
    {
        await Take("""{ "version": 1, "cloudOwns": ["preferences"], "grid": { "fuseA": 99 } }""");
        Assert.Equal((new TimeOnly(8, 0), Amperes.FromWhole(25)), (applied[0].Preferences.Departure, applied[0].Grid.Fuse));
    }

    [Fact]
    public async Task Every_error_is_told_by_its_key_and_nothing_changes()
    {
        JsonElement state = await Take("""{ "version": 7, "grid": { "fuseA": "35", "phases": 2 }, "tarif": {}, "chargePoints": [ { "id": "A/B", "password": 5 } ] }""");

        Assert.Equal(("refused", 7, JsonValueKind.Null), (Text(state, "state"), state.GetProperty("refusedVersion").GetInt32(), state.GetProperty("version").ValueKind));
        string[] paths = [.. state.GetProperty("errors").EnumerateArray().Select(e => Text(e, "path"))];
        Assert.Equal(["chargePoints[0].id", "chargePoints[0].password", "grid.fuseA", "grid.phases", "tarif"], paths.Order(StringComparer.Ordinal));
        Assert.Empty(applied);
    }

    [Theory]
    [InlineData("{", "line 1", "ends here before it is whole")]
    [InlineData("[]", "", "must be an object")]
    [InlineData("""{ "grid": { "fuseA": 35 } }""", "version", "is missing")]
    [InlineData("""{ "version": "7" }""", "version", "without quotes")]
    [InlineData("""{ "version": 0 }""", "version", "from 1")]
    [InlineData("""{ "version": 1e99 }""", "version", "whole number")]
    [InlineData("""{ "version": 7, "rollbackAfterS": 5 }""", "rollbackAfterS", "60 to 86400")]
    [InlineData("""{ "version": 7, "cloudOwns": "tariff" }""", "cloudOwns", "a list")]
    [InlineData("""{ "version": 7, "cloudOwns": ["siteId"] }""", "cloudOwns", "the site's own")]
    [InlineData("""{ "version": 7, "cloudOwns": ["tarif"] }""", "cloudOwns", "no key of a site")]
    [InlineData("""{ "version": 7, "siteId": "elsewhere" }""", "siteId", "another site")]
    [InlineData("""{ "version": 7, "cloudOwns": ["cloud"] }""", "cloud", "lose its line")]
    [InlineData("""{ "version": 7, "log": { "file": "/var/lib/stekker-edge/edge.db" } }""", "log.file", "cannot be set by the cloud")]
    [InlineData("""{ "version": 7, "log": { "file": "../../etc/passwd" } }""", "log.file", "the site's own file alone")]
    [InlineData("""{ "version": 7, "cloud": { "broker": "mqtts://b", "caFile": "/nowhere/ca.pem" } }""", "cloud.caFile", "there is no file /nowhere/ca.pem")]
    public async Task A_document_that_makes_no_sense_is_refused_with_why(string document, string path, string why)
    {
        JsonElement state = await Take(document);
        Assert.Equal("refused", Text(state, "state"));
        Assert.Contains(state.GetProperty("errors").EnumerateArray(), e => Text(e, "path").Contains(path, StringComparison.Ordinal) && Text(e, "error").Contains(why, StringComparison.Ordinal));
        Assert.Empty(applied);
    }

    [Fact]
    public async Task Secrets_are_in_no_error_and_no_state()
    {
        JsonElement state = await Take("""{ "version": 7, "cloud": { "broker": "mqtts://ada:hunter3@b", "password": "hunter4" }, "chargePoints": [ { "id": "A", "password": "" } ] }""");
        Assert.Equal("refused", Text(state, "state"));
        Assert.DoesNotContain("hunter", state.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chargers_password_is_kept_as_its_hash_and_goes_on_counting()
    {
        const string document = """{ "version": 7, "chargePoints": [ { "id": "CP01", "password": "hunter2-of-CP01", "maxA": 16 }, { "id": "CP02" } ] }""";
        await Take(document);

        Assert.All(Directory.GetFiles(directory.Path), f => Assert.DoesNotContain("hunter2", File.ReadAllText(f), StringComparison.Ordinal));
        Assert.True(PasswordHash.Parse(applied[0].ChargePoint("CP01")!.Password!)!.Matches("hunter2-of-CP01"u8));
        Assert.Equal((Amperes.FromWhole(16), null), (applied[0].ChargePoint("CP01")!.Max, applied[0].ChargePoint("CP02")!.Password));

        // It is retained, and comes again after each start: it is no other document because of its hashes.
        (sources, desk) = Start();
        Assert.True(PasswordHash.Parse(sources.Configuration.ChargePoint("CP01")!.Password!)!.Matches("hunter2-of-CP01"u8));
        Assert.Equal("applied", Text(await Take(document), "state"));
        Assert.Equal("applied", Text(await Take(document), "state"));
        Assert.Equal("refused", Text(await Take(document.Replace("hunter2", "hunter3", StringComparison.Ordinal)), "state"));
        Assert.Single(applied);
    }

    [Fact]
    public async Task What_needs_a_restart_waits_for_it_and_what_does_not_is_done_meanwhile()
    {
        JsonElement state = await Take("""{ "version": 7, "ocpp": { "listen": "127.0.0.1:9999" }, "preferences": { "departure": "06:15" } }""");

        Assert.Equal("restartPending", Text(state, "state"));
        Assert.Equal(["ocpp"], state.GetProperty("restartKeys").EnumerateArray().Select(k => k.GetString()!));
        Assert.Equal((new TimeOnly(6, 15), new OcppRules().Listen), (applied[0].Preferences.Departure, applied[0].Ocpp.Listen));
        Assert.Equal(1, restarts);
        (sources, desk) = Start();
        Assert.Equal("127.0.0.1:9999", sources.Configuration.Ocpp.Listen);
        Assert.Equal("applied", Text(State(), "state"));
    }

    [Fact]
    public async Task A_configuration_is_proven_once_the_cloud_has_its_state_and_then_stays()
    {
        CloudState told = await TakeState("""{ "version": 7, "preferences": { "departure": "06:15" } }""");
        told.Acknowledged!();
        await Pass(TimeSpan.FromDays(3));
        Assert.Equal(("applied", false), (Text(State(), "state"), State().GetProperty("onTrial").GetBoolean()));
        (sources, desk) = Start();
        Assert.Equal(new TimeOnly(6, 15), sources.Configuration.Preferences.Departure);
    }

    [Fact]
    public async Task Without_a_word_of_the_cloud_the_one_before_is_put_back_and_stays_so_when_the_document_comes_again()
    {
        (await TakeState("""{ "version": 6, "preferences": { "departure": "06:00" } }""")).Acknowledged!();
        string bad = """{ "version": 7, "rollbackAfterS": 120, "preferences": { "departure": "05:00" } }""";
        await TakeState(bad);
        Assert.Empty(await Pass(TimeSpan.FromSeconds(119)));

        JsonElement state = Json(Assert.Single(await Pass(TimeSpan.FromSeconds(2))));

        Assert.Equal(("rolledBack", 6, 7), (Text(state, "state"), state.GetProperty("version").GetInt32(), state.GetProperty("refusedVersion").GetInt32()));
        Assert.Equal([6, 5, 6], applied.Select(a => a.Preferences.Departure.Hour));
        Assert.Equal("rolledBack", Text(await Take(bad), "state"));
        Assert.Equal("applied", Text(await Take("""{ "version": 8, "preferences": { "departure": "04:00" } }"""), "state"));
        Assert.Equal([6, 5, 6, 4], applied.Select(a => a.Preferences.Departure.Hour));
    }

    [Fact]
    public async Task A_trial_goes_on_after_a_restart_with_the_time_that_was_left()
    {
        await TakeState("""{ "version": 7, "rollbackAfterS": 600, "cloud": { "broker": "mqtt://127.0.0.1:1" } }""");
        (sources, desk) = Start();
        Assert.Equal(1, sources.Configuration.Cloud!.Broker.Port);
        Assert.Empty(await Pass(TimeSpan.FromSeconds(300)));
        (sources, desk) = Start();
        Assert.Single(await Pass(TimeSpan.FromSeconds(301)));
        Assert.Equal(1, restarts - 1);
        (sources, desk) = Start();
        Assert.Equal((1883, "rolledBack"), (sources.Configuration.Cloud!.Broker.Port, Text(State(), "state")));
    }

    [Fact]
    public async Task A_configuration_with_which_the_box_dies_again_and_again_is_taken_back()
    {
        await TakeState("""{ "version": 7, "rollbackAfterS": 60, "preferences": { "departure": "05:00" } }""");
        int starts = 0;
        do
        {
            (sources, desk) = Start();
            starts++;
        }
        while (sources.CountStart());

        (sources, desk) = Start();
        Assert.InRange(starts, 2, 10);
        Assert.Equal((new TimeOnly(7, 0), "rolledBack"), (sources.Configuration.Preferences.Departure, Text(State(), "state")));
        Assert.True(sources.CountStart());
    }

    [Fact]
    public async Task The_state_of_the_old_line_does_not_prove_what_only_counts_after_the_restart()
    {
        CloudState told = await TakeState("""{ "version": 7, "cloud": { "broker": "mqtt://127.0.0.1:1" } }""");
        told.Acknowledged!();
        Assert.True(sources.Kept.IsOnTrial);
    }

    [Fact]
    public async Task Older_ones_and_repeats_change_nothing_and_another_content_of_the_same_version_is_refused()
    {
        await Take("""{ "version": 7, "preferences": { "departure": "06:15" } }""");
        Assert.Equal("applied", Text(await Take("""{"version":7,"preferences":{"departure":"06:15"}}"""), "state"));
        Assert.Equal("applied", Text(await Take("""{ "version": 3, "preferences": { "departure": "01:00" } }"""), "state"));
        JsonElement other = await Take("""{ "version": 7, "preferences": { "departure": "02:00" } }""");
        Assert.Equal(("refused", 7), (Text(other, "state"), other.GetProperty("refusedVersion").GetInt32()));
        Assert.Single(applied);
        Assert.Empty(await desk.TakeAsync("config", default, CancellationToken.None));
    }

    [Fact]
    public async Task Ten_megabytes_are_refused_by_their_size()
    {
        Assert.Contains("1048576 bytes", (await Take(new string(' ', 10_000_000))).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cloud_may_say_how_much_is_logged_and_may_repeat_where_to()
    {
        string own = Local.Replace("\"grid\"", "\"log\": { \"file\": \"/var/log/edge.log\" }, \"grid\"", StringComparison.Ordinal);
        SiteSources with = SiteSources.Open(Encoding.UTF8.GetBytes(own), directory.Path, out _);
        await DeskOf(with).TakeAsync("config", Encoding.UTF8.GetBytes("""{ "version": 7, "log": { "level": "debug", "file": "/var/log/edge.log" } }"""), CancellationToken.None);
        Assert.Equal((7L, null), (with.Kept.Applied!.Version, with.Kept.Refused));
        await Take("""{ "version": 8, "log": { "level": "debug" } }""");
        Assert.Equal("restartPending", Text(State(), "state"));
    }

    [Theory]
    [InlineData("{ \"applied\": ")]
    [InlineData("""{ "applied": { "version": 7 } }""")]
    [InlineData("""{ "applied": { "version": 7, "json": "{}" }, "lastGood": { "version": 6, "json": null }, "trialLeftS": 5 }""")]
    [InlineData("""{ "refused": { "version": 7 } }""")]
    public void A_damaged_file_is_set_aside_and_the_site_starts_on_its_own(string content)
    {
        File.WriteAllText(directory.File(KeptFile.Name), content);
        SiteSources found = SiteSources.Open(Encoding.UTF8.GetBytes(Local), directory.Path, out ImmutableArray<string> notes);
        Assert.Equal(Amperes.FromWhole(25), found.Configuration.Grid.Fuse);
        Assert.Contains("set aside as", Assert.Single(notes), StringComparison.Ordinal);
        Assert.True(File.Exists(directory.File(KeptFile.Name + ".damaged")));
    }

    [Fact]
    public async Task A_change_of_the_sites_own_file_that_does_not_fit_goes_back_to_it_alone()
    {
        (await TakeState("""{ "version": 7, "chargePoints": [ { "id": "A", "group": "garage" } ], "groups": [ { "id": "garage", "fuseA": 20 } ], "cloudOwns": ["chargePoints"] }""")).Acknowledged?.Invoke();
        JsonElement state = State();
        Assert.Equal("refused", Text(state, "state"));
        string own = Local.Replace("\"grid\"", "\"groups\": [ { \"id\": \"garage\", \"fuseA\": 20 } ], \"grid\"", StringComparison.Ordinal);
        SiteSources with = SiteSources.Open(Encoding.UTF8.GetBytes(own), directory.Path, out _);
        ConfigurationDesk there = DeskOf(with);
        await there.TakeAsync("config", Encoding.UTF8.GetBytes("""{ "version": 8, "chargePoints": [ { "id": "A", "group": "garage" } ] }"""), CancellationToken.None);
        Assert.Equal("garage", SiteSources.Open(Encoding.UTF8.GetBytes(own), directory.Path, out _).Configuration.ChargePoints[0].Group);

        SiteSources without = SiteSources.Open(Encoding.UTF8.GetBytes(Local), directory.Path, out ImmutableArray<string> notes);

        Assert.Empty(without.Configuration.ChargePoints);
        Assert.Contains(notes, n => n.Contains("version 8 of the cloud's configuration does not fit this site any more (chargePoints[0].group", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whatever_comes_the_site_stands()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        byte[] good = Encoding.UTF8.GetBytes("""{ "version": 7, "cloudOwns": ["grid","tariff"], "rollbackAfterS": 300, "grid": { "fuseA": 35, "phases": 3 }, "tariff": { "type": "fixed", "priceEurPerKwh": 0.3 } }""");
        for (int i = 0; i < 2000; i++)
        {
            byte[] bad = [.. good];
            for (int n = random.Next(1, 6); n > 0; n--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }

            int before = applied.Count;
            CloudState state = Assert.Single(await desk.TakeAsync("config", bad.AsMemory(0, random.Next(1, bad.Length + 1)), CancellationToken.None));
            string said = Text(Json(state), "state");
            Assert.True(said is "applied" or "refused" or "restartPending", $"seed {seed}: {said}");
            Assert.True(said == "applied" || applied.Count == before, $"seed {seed}: refused and yet applied");
        }
    }

    private async Task<IReadOnlyList<CloudState>> Pass(TimeSpan span)
    {
        now += span;
        return [.. await desk.LookAsync(CancellationToken.None)];
    }

    private async Task<CloudState> TakeState(string document) => Assert.Single(await desk.TakeAsync("config", Encoding.UTF8.GetBytes(document), CancellationToken.None));

    private async Task<JsonElement> Take(string document) => Json(await TakeState(document));

    private JsonElement State() => Json(Assert.Single(desk.States()));

    private (SiteSources Sources, ConfigurationDesk Desk) Start()
    {
        SiteSources found = SiteSources.Open(Encoding.UTF8.GetBytes(Local), directory.Path, out _);
        return (found, DeskOf(found));
    }

    private ConfigurationDesk DeskOf(SiteSources found) => new(
        found,
        (configuration, _) =>
        {
            applied.Add(configuration);
            return default;
        },
        () => restarts++,
        () => now,
        () => "2026-11-28T09:00:00+01:00",
        NullLogger<ConfigurationDesk>.Instance);

    private static JsonElement Json(CloudState state) => JsonDocument.Parse(state.Payload).RootElement;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
