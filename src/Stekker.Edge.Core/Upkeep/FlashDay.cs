namespace Stekker.Edge.Core.Upkeep;

/// <summary>What this program has written to its disk today.</summary>
/// <param name="Day">By the site's calendar.</param>
/// <param name="WrittenBytes">Since that day began, or since the program started where that was later.</param>
/// <param name="CounterBytes">Where the counter of all bytes stood at the last look.</param>
public readonly record struct FlashDay(DateOnly Day, long WrittenBytes, long CounterBytes)
{
    private const long PartThatSparesPercent = 80;

    /// <summary>Bytes between the last look on a day and the first on the next are the next's.</summary>
    public FlashDay At(DateOnly day, long counterBytes)
    {
        long since = Math.Max(0, counterBytes - CounterBytes);
        return new FlashDay(day, day == Day ? WrittenBytes + since : since, counterBytes);
    }

    public bool Spares(long budgetBytes) => WrittenBytes >= budgetBytes / 100 * PartThatSparesPercent;

    /// <summary>What a person should know; null while it is within its budget.</summary>
    public string? Trouble(long budgetBytes) => WrittenBytes < budgetBytes ? null
        : $"more than {budgetBytes / 1_000_000} MB were written to the box's disk today (ledger.flashMbPerDay): flash wears out by it in years instead of decades. "
            + "What can wait is written less often; sessions are not. A charger that reports without end, or many more than ten chargers, are the usual causes.";
}
