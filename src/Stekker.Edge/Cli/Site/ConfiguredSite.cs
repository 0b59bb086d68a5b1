using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cloud.Configuring;
using Stekker.Edge.Configuration;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Cli.Site;

/// <summary>A site's configuration as the daemon runs on it: its own file, and over it what the cloud set.</summary>
/// <param name="Sources">Null without a file: such a site has no cloud.</param>
internal sealed record ConfiguredSite(SiteConfiguration Configuration, SiteSources? Sources)
{
    /// <exception cref="CommandFailedException">The file cannot be used; all that is wrong with it is told.</exception>
    public static ConfiguredSite Of(Invocation call)
    {
        SiteConfiguration own = call.Configuration();
        if (call.Text(SiteOptions.Config.Name) is not { } path)
        {
            return new ConfiguredSite(own, null);
        }

        SiteSources sources = SiteSources.Open(Bytes(path), call.DataDirectory(), out var notes);
        foreach (string note in notes)
        {
            call.Terminal.Note(note);
        }

        return new ConfiguredSite(sources.Configuration, sources);
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (IOException e)
        {
            throw new CommandFailedException($"{path} cannot be read: {e.Message}");
        }
    }
}
