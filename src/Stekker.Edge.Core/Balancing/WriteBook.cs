using System.Collections.Immutable;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Balancing;

/// <summary>Counts the writes of each charge point and day, and says what the day's budget still bears.</summary>
internal sealed class WriteBook(ImmutableArray<WriteCount> counts, WriterSettings settings, Now now)
{
    public ImmutableArray<WriteCount> Counts { get; private set; } = counts;

    /// <param name="moreDeciA">Than what is in force; below zero is less.</param>
    public bool Allows(string chargePointId, SetpointWriter.Need need, int moreDeciA)
    {
        WriteCount count = Today(chargePointId).Count;
        int left = settings.WritesPerDay - count.Writes;
        bool waitedLong = now.Elapsed - (count.LastAt ?? count.Since) >= settings.HeldBackAtMost;
        return need switch
        {
            SetpointWriter.Need.Urgent or SetpointWriter.Need.RenewToHold or SetpointWriter.Need.First => true,
            SetpointWriter.Need.Turn => left > 0 || waitedLong,
            SetpointWriter.Need.Renew => left > 0,
            _ => (left > settings.KeptForTurns && Math.Abs(moreDeciA) >= DeadBand(left)) || (waitedLong && -moreDeciA >= settings.DeadBand.Deciamperes),
        };
    }

    public void Count(string chargePointId)
    {
        (int at, WriteCount count) = Today(chargePointId);
        bool beyond = count.Writes >= settings.WritesPerDay;
        count = count with { Writes = count.Writes + 1, Beyond = count.Beyond + (beyond ? 1 : 0), LastAt = now.Elapsed };
        Counts = at < 0 ? Counts.Add(count) : Counts.SetItem(at, count);
    }

    /// <summary>Doubled once half the budget is spent, four-fold after three quarters.</summary>
    private int DeadBand(int left)
    {
        int band = settings.DeadBand.Deciamperes;
        return left * 2 > settings.WritesPerDay ? band : left * 4 > settings.WritesPerDay ? band * 2 : band * 4;
    }

    /// <summary>By the UTC day; while the clock is not trusted, by 24 hours of elapsed time. A clock that is set starts no second budget.</summary>
    private (int At, WriteCount Count) Today(string chargePointId)
    {
        DateOnly? today = now.UtcTrusted ? DateOnly.FromDateTime(now.Utc.UtcDateTime) : null;
        for (int i = 0; i < Counts.Length; i++)
        {
            WriteCount count = Counts[i];
            if (count.ChargePointId == chargePointId)
            {
                bool same = count.Day is { } day && today is not null ? day == today : now.Elapsed - count.Since < TimeSpan.FromHours(24);
                return (i, same ? count with { Day = today ?? count.Day } : new WriteCount(chargePointId, today, now.Elapsed, 0, 0));
            }
        }

        return (-1, new WriteCount(chargePointId, today, now.Elapsed, 0, 0));
    }
}
