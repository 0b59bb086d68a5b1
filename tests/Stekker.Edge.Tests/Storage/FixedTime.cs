namespace Stekker.Edge.Tests.Storage;

/// <summary>The moment a ledger is set aside at, in its file name.</summary>
internal sealed class FixedTime : TimeProvider
{
    public static readonly FixedTime Instance = new();

    public override DateTimeOffset GetUtcNow() => new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
}
