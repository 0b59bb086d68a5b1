using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Hosting;
using Stekker.Edge.Loop;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Cli.Site;

/// <summary>A desk over the files of a site whose daemon does not run. Holds the data directory's lock, so that none starts meanwhile.</summary>
internal sealed class SiteFiles : IDisposable
{
    private readonly Ledger ledger;

    private SiteFiles(Ledger ledger, ISiteDesk desk)
    {
        this.ledger = ledger;
        Desk = desk;
    }

    public ISiteDesk Desk { get; }

    /// <param name="make">Whether to begin a ledger where there is none.</param>
    /// <exception cref="CommandFailedException">There is nothing to work on.</exception>
    /// <exception cref="LedgerUnavailableException">The ledger cannot be used.</exception>
    public static SiteFiles Open(string dataDirectory, SiteConfiguration configuration, bool make, Terminal terminal)
    {
        if (!Directory.Exists(dataDirectory))
        {
            throw new CommandFailedException(
                $"there is no data directory {dataDirectory}; --data names the one the site's daemon runs with ('stekker-edge run --data {dataDirectory}' makes it)");
        }

        if (!make && !File.Exists(DataDirectory.LedgerPath(dataDirectory)))
        {
            throw new CommandFailedException($"there is no ledger in {dataDirectory} yet; --data names the directory the site's daemon runs with");
        }

        LedgerOpening opening = Ledger.Open(dataDirectory, TimeProvider.System, Random.Shared);
        if (opening.Damaged is { } damaged)
        {
            terminal.Note($"{damaged}");
        }

        Ledger ledger = opening.Ledger;
        try
        {
            SiteClock clock = new(TimeProvider.System, new HostClock(DateTimeOffset.MinValue, configuration.Clock.AlwaysTrusted).IsTrusted);
            OfflineSite site = new(configuration, ledger, clock.Read);
            return new SiteFiles(ledger, new SiteDesk(site, new LedgerRecords(ledger), daemon: null));
        }
        catch
        {
            ledger.Dispose();
            throw;
        }
    }

    public void Dispose() => ledger.Dispose();
}
