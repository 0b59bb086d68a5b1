using System.Collections.Immutable;
using System.Text;
using Stekker.Edge.Configuration;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Cloud.Configuring;

/// <summary>Where a site's configuration comes from: its own file, and over it what the cloud set. What it comes to is checked as a whole.</summary>
internal sealed class SiteSources
{
    private const int CostOfStartS = 15;

    private readonly ConfigurationNode local;
    private readonly KeptFile file;
    private bool wentBack;

    private SiteSources(ConfigurationNode local, KeptFile file, KeptConfiguration kept, ConfigurationNode running, SiteConfiguration configuration)
    {
        this.local = local;
        this.file = file;
        Kept = kept;
        Running = running;
        Configuration = configuration;
    }

    public KeptConfiguration Kept { get; private set; }

    /// <summary>What the site was started with, or live changes since.</summary>
    public ConfigurationNode Running { get; set; }

    public SiteConfiguration Configuration { get; }

    /// <summary>Keys of the site's own file that do not count, because the cloud owns them.</summary>
    public ImmutableArray<string> IgnoredLocalKeys => ConfigurationLayers.Ignored(local, Document(Kept.Applied));

    /// <param name="localUtf8">The site's own file, which is right by itself.</param>
    /// <param name="notes">What somebody should know of it, in words.</param>
    public static SiteSources Open(ReadOnlySpan<byte> localUtf8, string dataDirectory, out ImmutableArray<string> notes)
    {
        ConfigurationNode local = ConfigurationSyntax.Parse(localUtf8, new Findings())
            ?? throw new Core.Site.InvariantBrokenException("the site's own file was checked before");
        ImmutableArray<string>.Builder said = ImmutableArray.CreateBuilder<string>();
        KeptFile file = new(dataDirectory);
        KeptConfiguration kept = file.Load(out string? trouble);
        if (trouble is not null)
        {
            said.Add(trouble);
        }

        // A change of the site's own file may not fit what the cloud set any more, nor that a new version of this program.
        foreach (KeptDocument? candidate in (KeptDocument?[])[kept.Applied, kept.IsOnTrial ? kept.LastGood : null, null])
        {
            ConfigurationNode merged = ConfigurationLayers.Merge(local, Document(candidate));
            ConfigurationReading reading = ConfigurationReading.Read(merged);
            if (reading.Configuration is { } configuration)
            {
                SiteSources sources = new(local, file, kept, merged, configuration);
                if (candidate != kept.Applied)
                {
                    // Written down by the daemon; who only looks leaves the file as it is.
                    sources.wentBack = true;
                    sources.Kept = (kept with { LastGood = candidate }).RolledBack("", "it does not fit this site's own configuration");
                }

                foreach (string key in sources.IgnoredLocalKeys)
                {
                    said.Add($"{key} in the site's own file is not used: the cloud sets it (version {sources.Kept.Applied!.Version})");
                }

                notes = said.ToImmutable();
                return sources;
            }

            said.Add($"version {candidate?.Version} of the cloud's configuration does not fit this site any more ({reading.Errors[0]}); going back");
        }

        throw new Core.Site.InvariantBrokenException("the site's own file was checked before");
    }

    /// <summary>What a document comes to on this site, and what is wrong with it.</summary>
    public (ConfigurationNode Root, ConfigurationReading Reading) With(RemoteDocument? document)
    {
        ConfigurationNode merged = ConfigurationLayers.Merge(local, document);
        return (merged, ConfigurationReading.Read(merged));
    }

    /// <summary>The document as it was checked when it came.</summary>
    public static RemoteDocument? Document(KeptDocument? kept) =>
        kept is null ? null : RemoteDocument.Parse(Encoding.UTF8.GetBytes(kept.Json), new Findings());

    /// <summary>Where the site's own file wants the log; null for nowhere.</summary>
    public ConfigurationNode? LocalLogFile => local.Member("log")?.Member("file");

    /// <summary>Which site the file is for.</summary>
    public string SiteId => local.Member(RemoteDocument.SiteIdKey)?.Text ?? "";

    /// <summary>
    /// Each start costs a trial some of its time, so that a configuration with which the box dies again and again is taken back too.
    /// </summary>
    /// <returns>False where the time is over: it was taken back, and the sources have to be opened anew.</returns>
    public bool CountStart()
    {
        if (Kept.TrialLeftS is not { } left)
        {
            if (wentBack)
            {
                TryKeep(Kept);
            }

            return true;
        }

        bool isLeft = left > CostOfStartS;
        TryKeep(isLeft ? Kept with { TrialLeftS = left - CostOfStartS } : Kept.RolledBack("cloud", "the box started again and again with it, and did not reach the cloud"));
        return isLeft;
    }

    /// <summary>On a disk that is full it counts until the next start only.</summary>
    public void TryKeep(KeptConfiguration kept)
    {
        Kept = kept;
        try
        {
            file.Save(kept);
        }
        catch (IOException)
        {
            // What counts now is known; the file is as it was before.
        }
    }

    /// <exception cref="IOException">It cannot be written: nothing has changed.</exception>
    public void Keep(KeptConfiguration kept)
    {
        file.Save(kept);
        Kept = kept;
    }
}
