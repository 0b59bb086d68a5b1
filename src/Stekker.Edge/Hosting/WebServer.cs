using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Stekker.Edge.Hosting;

/// <summary>
/// Kestrel and one handler for all requests, without ASP.NET's application around it: nothing outside the site's configuration decides how
/// it runs, and routes, pages and settings files that nobody asks for take no room in a router's memory and flash.
/// </summary>
internal sealed class WebServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    /// <summary>Requests under way at a stop get so long.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly ServiceProvider services;
    private readonly IServer server;
    private RequestDelegate handler = _ => Task.CompletedTask;

    private WebServer(ServiceProvider services)
    {
        this.services = services;
        server = services.GetRequiredService<IServer>();
    }

    public ILoggerFactory Logs => services.GetRequiredService<ILoggerFactory>();

    /// <summary>As bound, with the ports really taken.</summary>
    public IEnumerable<string> Addresses => server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];

    public static WebServer Build(Action<ILoggingBuilder> logging, Action<KestrelServerOptions> configure)
    {
        ServiceCollection services = new();
        services.AddLogging(logging);
        services.AddMetrics();
        services.AddOptions();
        services.AddSingleton<DiagnosticSource>(new DiagnosticListener("Stekker.Edge"));
        new KestrelParts(services).UseKestrelCore().ConfigureKestrel(configure);
        return new WebServer(services.BuildServiceProvider());
    }

    /// <exception cref="IOException">An address is taken.</exception>
    public Task StartAsync(Action<IApplicationBuilder> pipeline)
    {
        ApplicationBuilder builder = new(services);
        pipeline(builder);
        handler = builder.Build();
        return server.StartAsync(this, CancellationToken.None);
    }

    public async Task StopAsync()
    {
        using CancellationTokenSource patience = new(StopPatience);
        await server.StopAsync(patience.Token).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => handler(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
        // Nothing is kept for a request.
    }

    /// <summary>Takes the parts Kestrel asks a web host to have; there is no host.</summary>
    private sealed class KestrelParts(IServiceCollection services) : IWebHostBuilder
    {
        private readonly WebHostBuilderContext context = new();

        public IWebHostBuilder ConfigureServices(Action<IServiceCollection> configureServices)
        {
            configureServices(services);
            return this;
        }

        public IWebHostBuilder ConfigureServices(Action<WebHostBuilderContext, IServiceCollection> configureServices)
        {
            configureServices(context, services);
            return this;
        }

        public IWebHostBuilder ConfigureAppConfiguration(Action<WebHostBuilderContext, IConfigurationBuilder> configureDelegate) => throw new NotSupportedException();

        public IWebHostBuilder UseSetting(string key, string? value) => throw new NotSupportedException();

        public string? GetSetting(string key) => null;

#pragma warning disable ASPDEPR008 // Of the interface; nobody builds one.
        public IWebHost Build() => throw new NotSupportedException();
#pragma warning restore ASPDEPR008
    }
}
