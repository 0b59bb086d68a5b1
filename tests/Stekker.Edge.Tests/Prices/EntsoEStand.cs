using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Tests.Support;

namespace Stekker.Edge.Tests.Prices;

/// <summary>A web server on loopback that answers as ENTSO-E's does, and keeps what it was asked.</summary>
internal sealed class EntsoEStand : IAsyncDisposable
{
    public const string Token = "s3cret token/&";

    private readonly WebApplication app;

    private EntsoEStand(WebApplication app) => this.app = app;

    /// <summary>The queries, each with its parameters.</summary>
    public Seen<IReadOnlyDictionary<string, string>> Asked { get; } = new();

    /// <summary>What comes next: status, body, and more for the response.</summary>
    public Func<HttpContext, Task> Answers { get; set; } = context => SayAsync(context, HttpStatusCode.ServiceUnavailable, "");

    public EntsoESettings Settings { get; private set; } = null!;

    public static async Task<EntsoEStand> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(k => k.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        EntsoEStand stand = new(app);
        app.Run(async context =>
        {
            stand.Asked.Add(context.Request.Query.ToDictionary(q => q.Key, q => $"{q.Value}"));
            await stand.Answers(context);
        });
        await app.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        stand.Settings = new EntsoESettings(Token, new Uri($"{address}/api"));
        return stand;
    }

    public void Says(HttpStatusCode status, string body, string? retryAfter = null) => Answers = context => SayAsync(context, status, body, retryAfter);

    public void Says(string document) => Says(HttpStatusCode.OK, document);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static Task SayAsync(HttpContext context, HttpStatusCode status, string body, string? retryAfter = null)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "text/xml";
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return context.Response.WriteAsync(body);
    }
}
