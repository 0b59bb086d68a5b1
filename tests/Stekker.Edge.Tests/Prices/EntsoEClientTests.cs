using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Prices;

namespace Stekker.Edge.Tests.Prices;

/// <summary>Questions over a real socket, and what servers may answer.</summary>
public sealed class EntsoEClientTests : IAsyncLifetime
{
    private static readonly DateTimeOffset From = new(2026, 1, 14, 23, 0, 0, TimeSpan.Zero);

    private readonly EntsoEClient client = new();
    private EntsoEStand stand = null!;

    public async Task InitializeAsync() => stand = await EntsoEStand.StartAsync();

    public async Task DisposeAsync()
    {
        client.Dispose();
        await stand.DisposeAsync();
    }

    [Fact]
    public async Task The_question_is_as_the_api_wants_it()
    {
        stand.Says(Documents.Publication(Documents.Series("2026-01-14T23:00Z", "2026-01-15T23:00Z", "PT15M", "A03", (1, "85.3"))));

        EntsoEAnswer.Prices prices = Assert.IsType<EntsoEAnswer.Prices>(await AskAsync());

        Assert.Equal(96, prices.Rows.Length);
        Assert.Equal(
            [
                new("documentType", "A44"), new("in_Domain", Documents.Nl), new("out_Domain", Documents.Nl), new("periodStart", "202601142300"), new("periodEnd", "202601162300"),
                new("securityToken", EntsoEStand.Token),
            ],
            Assert.Single(stand.Asked.All));
    }

    public static TheoryData<string, HttpStatusCode, string, string, string> Answers => new()
    {
        { "no data yet", HttpStatusCode.OK, Documents.Acknowledgement("No matching data found for Data item"), "NotYet", "No matching data found" },
        { "no data yet, as a bad request", HttpStatusCode.BadRequest, Documents.Acknowledgement("No matching data found for Data item"), "NotYet", "No matching data found" },
        { "a wrong question", HttpStatusCode.BadRequest, Documents.Acknowledgement("Invalid in_Domain"), "Refused", "HTTP 400: Invalid in_Domain): check tariff.area" },
        { "a wrong address", HttpStatusCode.NotFound, "<html/>", "Refused", "prices.entsoe.url" },
        { "a wrong token", HttpStatusCode.Unauthorized, Documents.Acknowledgement("Authentication failed. Authentication failed.", "999"), "Refused", "refuses the token (prices.entsoe.token)" },
        { "no access", HttpStatusCode.Forbidden, "", "Refused", "refuses the token" },
        { "too many", HttpStatusCode.TooManyRequests, "Max allowed requests per minute from each unique IP is max up to 400 only", "Failed", "too many requests" },
        { "maintenance", HttpStatusCode.ServiceUnavailable, "<html><body>Down for maintenance</body></html>", "Failed", "HTTP 503" },
        { "broken inside", HttpStatusCode.InternalServerError, "", "Failed", "HTTP 500" },
        { "elsewhere", HttpStatusCode.Found, "", "Failed", "HTTP 302" },
        { "a page to sign in", HttpStatusCode.OK, "<html><body>Sign in</body></html>", "Failed", "cannot be used: it is a html" },
        { "cut short", HttpStatusCode.OK, Documents.Publication(Documents.Series("2026-01-14T23:00Z", "2026-01-15T23:00Z", "PT15M", "A03", (1, "85.3")))[..800], "Failed", "no whole XML" },
        { "another zone", HttpStatusCode.OK, Documents.PublicationOf("10YBE----------2", Documents.Series("2026-01-14T23:00Z", "2026-01-15T23:00Z", "PT15M", "A03", (1, "85.3"))), "Failed", "prices of 10YBE----------2" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_is_told_in_words(string what, HttpStatusCode status, string body, string kind, string told)
    {
        stand.Says(status, body);

        EntsoEAnswer answer = await AskAsync();

        Assert.True(answer.GetType().Name == kind && $"{answer}".Contains(told, StringComparison.Ordinal), $"{what}: {answer}");
        Assert.DoesNotContain("s3cret", $"{answer} {stand.Settings}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_long_to_wait_is_heard()
    {
        stand.Says(HttpStatusCode.TooManyRequests, "", retryAfter: "1200");

        Assert.Equal(TimeSpan.FromMinutes(20), Assert.IsType<EntsoEAnswer.Failed>(await AskAsync()).RetryAfter);
    }

    [Fact]
    public async Task A_server_that_breaks_off_or_is_not_there_is_told_without_the_token()
    {
        stand.Answers = async context =>
        {
            context.Response.ContentLength = 100_000;
            await context.Response.WriteAsync("<Publication_MarketDocument>");
            context.Abort();
        };
        Assert.DoesNotContain("s3cret", Assert.IsType<EntsoEAnswer.Failed>(await AskAsync()).Why, StringComparison.Ordinal);

        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        Uri nobody = new($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}/api");
        taken.Stop();
        EntsoEAnswer.Failed failed = Assert.IsType<EntsoEAnswer.Failed>(await AskAsync(new EntsoESettings(EntsoEStand.Token, nobody)));
        Assert.Contains("127.0.0.1 cannot be reached", failed.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failed.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_larger_than_any_is_not_taken_in()
    {
        stand.Answers = context =>
        {
            context.Response.ContentLength = EntsoEDocument.MostBytes + 1L;
            return context.Response.WriteAsync("<");
        };

        Assert.IsType<EntsoEAnswer.Failed>(await AskAsync());
    }

    private Task<EntsoEAnswer> AskAsync(EntsoESettings? settings = null) => client.AskAsync(settings ?? stand.Settings, Documents.Nl, From, From.AddDays(2), CancellationToken.None).OrFail();
}
