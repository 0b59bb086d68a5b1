using System.Text;
using Stekker.Edge.Cloud.Documents;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Tests.Cloud.Documents;

/// <summary>What is wrong is refused whole, with every error named by its path.</summary>
public class BadDocumentTests
{
    private const string Cards = """{ "version": 12, "cards": [ { "idTag": "04A1" } ] }""";

    public static TheoryData<string, string, string, string> Bad => new()
    {
        // The document as a whole.
        { "cards", "[]", "", "is an object" },
        { "cards", "null", "", "is an object" },
        { "cards", "{", "", "no JSON at line 1" },
        { "cards", "hello", "", "no JSON" },
        { "cards", "{} {}", "", "no JSON" },
        { "cards", """{ "version": 1, "cards": [], }""", "", "no JSON" },
        { "cards", """{ "version": 1, "version": 2, "cards": [] }""", "version", "there twice" },
        { "cards", """{ "version": 1, "cards": [ { "idTag": "\ud800" } ] }""", "", "half a character" },
        { "cards", """{ "version": 1, "\ud800": 1, "cards": [] }""", "", "half a character" },
        { "cards", """{ "version": 1, "cards": [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]] }""", "", "more than 16 deep" },

        // Versions.
        { "cards", """{ "cards": [] }""", "version", "is missing" },
        { "cards", """{ "version": null, "cards": [] }""", "version", "is missing" },
        { "cards", """{ "version": "12", "cards": [] }""", "version", "without quotes" },
        { "cards", """{ "version": 0, "cards": [] }""", "version", "from 1 to 9007199254740991" },
        { "cards", """{ "version": -3, "cards": [] }""", "version", "from 1 to" },
        { "cards", """{ "version": 1.5, "cards": [] }""", "version", "a whole number" },
        { "cards", """{ "version": 9007199254740992, "cards": [] }""", "version", "from 1 to" },
        { "cards", """{ "version": 1e400, "cards": [] }""", "version", "from 1 to" },
        { "cards", """{ "version": 99999999999999999999999999999999999999, "cards": [] }""", "version", "from 1 to" },

        // Cards.
        { "cards", """{ "version": 1 }""", "cards", "is missing" },
        { "cards", """{ "version": 1, "cards": {} }""", "cards", "a list of objects" },
        { "cards", """{ "version": 1, "cards": [ "04A1" ] }""", "cards[0]", "'04A1': it is an object" },
        { "cards", """{ "version": 1, "cards": [ { "idTag": "04A1" }, {} ] }""", "cards[1].idTag", "is missing" },
        { "cards", """{ "version": 1, "cards": [ { "idTag": 4 } ] }""", "cards[0].idTag", "a text in quotes" },
        { "cards", """{ "version": 1, "cards": [ { "idTag": " " } ] }""", "cards[0].idTag", "a card needs a tag" },
        { "cards", """{ "version": 1, "cards": [ { "idTag": "123456789012345678901" } ] }""", "cards[0].idTag", "20 at most" },
        { "cards", """{ "version": 1, "cards": [ { "idTag": "04\tA1" } ] }""", "cards[0].idTag", "on one line" },
        { "cards", """{ "version": 1, "cards": [ { "idTag": "04a1" }, { "idTag": "04A1" } ] }""", "cards[1].idTag", "there twice" },
        { "cards", """{ "version": 1, "cards": [ { "idTag": "04A1", "priority": "royal" } ] }""", "cards[0].priority", "normal or high" },
        { "cards", """{ "version": 1, "cards": [ { "idTag": "04A1", "scope": "galaxy" } ] }""", "cards[0].scope", "organisation" },
        { "cards", """{ "version": 1, "cards": [ { "idTag": "04A1", "active": "yes" } ] }""", "cards[0].active", "true or false" },
        { "cards", """{ "version": 1, "cards": [ { "idTag": "04A1", "expires": "soon" } ] }""", "cards[0].expires", "a date such as" },
        { "cards/delta", """{ "version": 13, "deactivate": [ "" ] }""", "deactivate[0]", "a card needs a tag" },
        { "cards/delta", """{ "version": 13, "deactivate": [ 5 ] }""", "deactivate[0]", "a text in quotes" },
        { "cards/delta", """{ "version": 13, "put": [ { "idTag": "A" } ], "deactivate": [ "a" ] }""", "deactivate[0]", "named twice" },
        { "cards/delta", """{ "version": 13, "put": "A" }""", "put", "a list of objects" },

        // Vehicles.
        { "vehicles", """{ "version": 1, "vehicles": [ { "id": "" } ] }""", "vehicles[0].id", "1 to 64 characters" },
        { "vehicles", """{ "version": 1, "vehicles": [ { "id": "a" }, { "id": " a " } ] }""", "vehicles[1].id", "there twice" },
        { "vehicles", """{ "version": 1, "vehicles": [ { "id": "a", "batteryWh": 40 } ] }""", "vehicles[0].batteryWh", "1 to 2000 kWh" },
        { "vehicles", """{ "version": 1, "vehicles": [ { "id": "a", "batteryWh": "40000" } ] }""", "vehicles[0].batteryWh", "without quotes" },
        { "vehicles", """{ "version": 1, "vehicles": [ { "id": "a", "phases": 4 } ] }""", "vehicles[0].phases", "1, 2 or 3" },
        { "vehicles", """{ "version": 1, "vehicles": [ { "id": "a", "targetFraction": 90 } ] }""", "vehicles[0].targetFraction", "such as 0.9" },
        { "vehicles", """{ "version": 1, "vehicles": [ { "id": "a", "directFraction": 1e300 } ] }""", "vehicles[0].directFraction", "a number" },
        { "vehicles", """{ "version": 1, "vehicles": [ { "id": "a", "departure": "late" } ] }""", "vehicles[0].departure", "'late'" },

        // Prices.
        { "prices/NL", Prices(60, "00:00", "01:00", "03:00"), "prices[2].start", "no price for 2026-11-29T02:00:00+01:00" },
        { "prices/NL", Prices(15, "00:00", "00:15", "00:45"), "prices[2].start", "no price for 2026-11-29T00:30:00+01:00" },
        { "prices/NL", Prices(60, "00:00", "00:15"), "prices[1].start", "holds for 60 minutes (resolutionMinutes), until 2026-11-29T01:00:00+01:00" },
        { "prices/NL", Prices(15, "00:00", "01:00"), "prices[1].start", "no price for 2026-11-29T00:15:00+01:00" },
        { "prices/NL", Prices(30, "00:00"), "resolutionMinutes", "15 or 60" },
        { "prices/NL", Prices(60, "01:00", "00:00"), "prices[1].start", "before the one before" },
        { "prices/NL", Prices(60, "01:00", "01:00"), "prices[1].start", "there already" },
        { "prices/NL", Prices(60, "00:05"), "prices[0].start", "begins at :00" },
        { "prices/NL", """{ "version": 1, "resolutionMinutes": 60, "prices": [] }""", "prices", "there are no prices in it" },
        { "prices/NL", """{ "version": 1, "resolutionMinutes": 60, "prices": [ { "start": "2026-11-29T00:00:00+01:00", "eurPerKwh": 81.2 } ] }""", "prices[0].eurPerKwh", "not EUR/MWh" },
        { "prices/NL", """{ "version": 1, "resolutionMinutes": 60, "prices": [ { "start": "2026-11-29T00:00:00+01:00" } ] }""", "prices[0].eurPerKwh", "is missing" },
        { "prices/NL", """{ "version": 1, "resolutionMinutes": 60, "prices": [ { "start": "2026-11-29T00:00:00", "eurPerKwh": 0 } ] }""", "prices[0].start", "with its offset" },
        { "prices/NL", """{ "version": 1, "resolutionMinutes": 60, "prices": [ { "start": 1764370800, "eurPerKwh": 0 } ] }""", "prices[0].start", "with its offset" },
        { "prices/NL", """{ "version": 1, "resolutionMinutes": 60, "prices": [ { "start": "0001-01-01T00:00:00+14:00", "eurPerKwh": 0 } ] }""", "prices[0].start", "with its offset" },
        { "prices/NL", """{ "version": 1, "resolutionMinutes": 60, "prices": [ { "start": "2027-11-29T00:00:00Z", "eurPerKwh": 0 } ] }""", "prices", "is the date right" },
        { "prices/NL", """{ "version": 1, "area": "BE", "resolutionMinutes": 60, "prices": [ { "start": "2026-11-29T00:00:00Z", "eurPerKwh": 0 } ] }""", "area", "'BE': the topic is of NL" },
        { "prices/BE", """{ "version": 1, "resolutionMinutes": 60, "prices": [ { "start": "2026-11-29T00:00:00Z", "eurPerKwh": 0 } ] }""", "prices", "priced by NL" },
        { "imbalance", """{ "prices": [ { "start": "2026-11-28T12:15:00+01:00", "eurPerKwh": "0.1" } ] }""", "prices[0].eurPerKwh", "without quotes" },
        { "imbalance", """{ "prices": [] }""", "prices", "there are no prices in it" },

        // Weather and limits.
        { "weather", """{ "version": 1, "points": [ { "start": "2026-11-28T12:00:00Z", "globalWPerM2": 2000 } ] }""", "points[0].globalWPerM2", "from 0 to 1500" },
        { "weather", """{ "version": 1, "points": [ { "start": "2026-11-28T12:00:00Z", "cloudFraction": 40 } ] }""", "points[0].cloudFraction", "from 0 to 1" },
        { "weather", """{ "version": 1, "points": [ { "start": "2026-11-28T12:00:00Z", "temperatureC": 280 } ] }""", "points[0].temperatureC", "from -60 to 60" },
        { "weather", """{ "version": 1, "points": [ { "start": "2026-11-28T12:00:00Z" }, { "start": "2026-11-28T11:00:00Z" } ] }""", "points[1].start", "order of time" },
        { "limits", Limit("2026-11-28T17:00:00Z", "2026-11-28T16:00:00Z", "12000"), "windows[0].until", "after from" },
        { "limits", Limit("2026-11-28T17:00:00Z", "2026-13-28T16:00:00Z", "12000"), "windows[0].until", "with its offset" },
        { "limits", Limit("2026-11-28T17:00:00Z", "2026-11-28T18:00:00Z", "-1"), "windows[0].capW", "from 0 to 10000000" },
        { "limits", Limit("2026-11-28T17:00:00Z", "2026-11-28T18:00:00Z", "1e99"), "windows[0].capW", "from 0 to 10000000" },
        { "limits", Limit("2026-11-28T17:00:00Z", "2026-11-28T18:00:00Z", "12.5"), "windows[0].capW", "a whole number" },
        { "limits", """{ "version": 1, "windows": [ { "from": "2026-11-28T17:00:00Z", "until": "2026-11-28T18:00:00Z", "capW": 1 } ] }""", "windows[0].source", "is missing" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_document_is_refused_with_the_error_at_its_path_and_changes_nothing(string topic, string json, string path, string told)
    {
        CloudSite site = CloudSite.InMemory();
        await site.TakesAsync("cards", Cards);
        SiteState before = site.State;

        StateEntry state = await site.TakesAsync(topic, json);

        Assert.Equal("refused", state.State);
        DocumentError error = Assert.Single(state.Errors);
        Assert.Equal(path, error.Path);
        Assert.Contains(told, error.Error, StringComparison.Ordinal);
        Assert.Equal(topic.StartsWith("cards", StringComparison.Ordinal) ? 12 : null, state.Version);
        Assert.Equal("2026-11-28T12:00:00+01:00", state.At);
        Assert.Same(before.Cards, site.State.Cards);
        Assert.Same(before.CloudDocuments, site.State.CloudDocuments);
    }

    [Fact]
    public async Task Every_error_of_a_document_is_named()
    {
        StateEntry state = await CloudSite.InMemory().TakesAsync("cards", """
            { "version": "x", "cards": [ { "idTag": "", "scope": "?" }, 5, { "idTag": "OK" }, { "idTag": "ok", "active": 1 } ] }
            """);

        Assert.Equal(
            ["version", "cards[1]", "cards[0].idTag", "cards[0].scope", "cards[3].active", "cards[3].idTag"],
            state.Errors.Select(e => e.Path));
    }

    [Fact]
    public async Task After_fifty_errors_no_more_are_named()
    {
        StateEntry state = await CloudSite.InMemory().TakesAsync("cards", $$"""{ "version": 1, "cards": [ {{string.Join(',', Enumerable.Repeat("{}", 200))}} ] }""");

        Assert.Equal(50, state.Errors.Length);
    }

    [Fact]
    public async Task A_document_of_more_than_one_megabyte_is_refused_unread()
    {
        StateEntry state = await CloudSite.InMemory().TakesAsync("cards", $$"""{ "version": 1, "cards": [], "more": "{{new string('x', 10 * 1024 * 1024)}}" }""");

        Assert.Contains("more than 1048576 bytes", Assert.Single(state.Errors).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_utf_8_is_refused()
    {
        CloudSite site = CloudSite.InMemory();
        byte[] bytes = [.. Encoding.UTF8.GetBytes("""{ "version": 1, "cards": [ { "idTag": "A", "label": " """), 0xFF, .. "\" } ] }"u8];

        DocumentState state = Assert.Single(await site.Documents.TakeAsync("cards", bytes, CancellationToken.None));

        Assert.Contains("no UTF-8", Assert.Single(CloudSite.Read(state).Errors).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cards")]
    [InlineData("prices/NL")]
    [InlineData("limits")]
    public async Task A_retained_document_that_was_cleared_says_nothing_and_takes_nothing_back(string topic)
    {
        CloudSite site = CloudSite.InMemory();
        await site.TakesAsync("cards", Cards);

        Assert.Empty(await site.SendAsync(topic, ""));

        Assert.Single(site.State.Cards);
    }

    [Theory]
    [InlineData("card")]
    [InlineData("prices")]
    [InlineData("prices/")]
    [InlineData("prices/NL/state")]
    [InlineData("cards/state")]
    [InlineData("config")]
    public async Task A_topic_that_is_no_document_is_let_be(string topic) => Assert.Empty(await CloudSite.InMemory().SendAsync(topic, Cards));

    [Fact]
    public async Task What_a_newer_cloud_says_beside_is_let_be()
    {
        CloudSite site = CloudSite.InMemory();

        StateEntry state = await site.TakesAsync("cards", """{ "version": 1, "colour": { "a": [ 1 ] }, "cards": [ { "idTag": "A", "standing": "expired", "seat": 4 } ] }""");

        Assert.Equal(("applied", 1L), (state.State, state.Version));
        Assert.Single(site.State.Cards);
    }

    [Fact]
    public async Task The_version_of_what_was_refused_is_told_where_it_can_be_read()
    {
        CloudSite site = CloudSite.InMemory();
        await site.TakesAsync("cards", Cards);

        StateEntry state = await site.TakesAsync("cards", """{ "version": 13, "cards": 5 }""");

        Assert.Equal((12L, 13L), (state.Version, state.RefusedVersion));
        Assert.Null((await site.TakesAsync("cards", "{")).RefusedVersion);
    }

    private static string Prices(int minutes, params string[] times) =>
        $$"""{ "version": 1, "resolutionMinutes": {{minutes}}, "prices": [ {{string.Join(", ", times.Select(t => $$"""{ "start": "2026-11-29T{{t}}:00+01:00", "eurPerKwh": 0.1 }"""))}} ] }""";

    private static string Limit(string from, string until, string capW) =>
        $$"""{ "version": 1, "windows": [ { "source": "dso", "from": "{{from}}", "until": "{{until}}", "capW": {{capW}} } ] }""";
}
