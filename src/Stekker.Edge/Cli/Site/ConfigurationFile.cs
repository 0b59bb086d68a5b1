using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Configuration;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Cli.Site;

/// <summary>The site's configuration file as commands meet it.</summary>
internal static class ConfigurationFile
{
    /// <summary>What --config says, else the defaults.</summary>
    /// <exception cref="CommandFailedException">It cannot be used; all that is wrong with it is told.</exception>
    public static SiteConfiguration Configuration(this Invocation call) =>
        call.Text(SiteOptions.Config.Name) is { } path ? Read(path, call.Terminal) : ConfigurationReading.Defaults;

    /// <exception cref="CommandFailedException">It cannot be used; all that is wrong with it is told.</exception>
    public static SiteConfiguration Read(string path, Terminal terminal)
    {
        ConfigurationReading reading = ConfigurationReading.ReadFile(path);
        foreach (ConfigurationError warning in reading.Warnings)
        {
            terminal.Note($"{path}: {warning}");
        }

        return reading.Configuration ?? throw new CommandFailedException(
            $"{path} cannot be used, it has {InWords.Count(reading.Errors.Length, "error", "errors")}:\n  {string.Join("\n  ", reading.Errors)}");
    }
}
