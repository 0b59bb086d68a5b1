namespace Stekker.Edge.Core.Configuration;

/// <summary>What is kept on the box's own disk, and how much may be written to it.</summary>
public sealed record LedgerSettings
{
    /// <summary>Sessions older than this go, once the cloud has all there is to tell of them.</summary>
    public int KeepSessionsYears { get; init; } = 3;

    /// <summary>Flash wears by what is written. Near the end of a day's budget, what could be made up again is written less often; sessions never.</summary>
    public long FlashBytesPerDay { get; init; } = 20_000_000;
}
