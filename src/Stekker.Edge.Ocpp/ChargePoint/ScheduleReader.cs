using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>What a profile says at one moment, and until when it says so; without a limit it says nothing.</summary>
internal readonly record struct ScheduledLimit(ChargingSchedulePeriod? Period, ChargingRateUnitType Unit, DateTimeOffset Until);

/// <summary>Reads a charging profile at a moment: OCPP 1.6 §3.13.1 and §7.9 for the kinds of schedules.</summary>
internal static class ScheduleReader
{
    /// <summary>Relative schedules count from the start of the transaction, and without one from when the profile came.</summary>
    internal static ScheduledLimit At(InstalledProfile installed, DateTimeOffset now, DateTimeOffset? transactionStart)
    {
        var profile = installed.Profile;
        var schedule = profile.ChargingSchedule;
        var none = new ScheduledLimit(null, schedule.ChargingRateUnit, DateTimeOffset.MaxValue);
        if (profile.ValidFrom is { } from && now < from)
        {
            return none with { Until = from };
        }
        if (profile.ValidTo is { } to && now >= to)
        {
            return none;
        }
        var bound = profile.ValidTo ?? DateTimeOffset.MaxValue;
        var start = Start(installed, now, transactionStart);
        if (now < start)
        {
            return none with { Until = Earlier(start, bound) };
        }
        if (profile.ChargingProfileKind == ChargingProfileKindType.Recurring)
        {
            bound = Earlier(bound, start + Recurrence(profile));
        }
        if (schedule.Duration is { } duration)
        {
            var end = start + TimeSpan.FromSeconds(duration);
            if (now >= end)
            {
                return none with { Until = profile.ChargingProfileKind == ChargingProfileKindType.Recurring ? bound : DateTimeOffset.MaxValue };
            }
            bound = Earlier(bound, end);
        }
        return InPeriods(schedule, start, now, bound);
    }

    private static ScheduledLimit InPeriods(ChargingSchedule schedule, DateTimeOffset start, DateTimeOffset now, DateTimeOffset bound)
    {
        ChargingSchedulePeriod? current = null;
        foreach (var period in schedule.ChargingSchedulePeriod)
        {
            var begin = start + TimeSpan.FromSeconds(period.StartPeriod);
            if (begin > now)
            {
                bound = Earlier(bound, begin);
                break;
            }
            current = period;
        }
        return new ScheduledLimit(current, schedule.ChargingRateUnit, bound);
    }

    private static DateTimeOffset Start(InstalledProfile installed, DateTimeOffset now, DateTimeOffset? transactionStart)
    {
        var profile = installed.Profile;
        var schedule = profile.ChargingSchedule;
        if (profile.ChargingProfileKind == ChargingProfileKindType.Relative || schedule.StartSchedule is not { } start)
        {
            return transactionStart ?? installed.At;
        }
        if (profile.ChargingProfileKind == ChargingProfileKindType.Absolute || now < start)
        {
            return start;
        }
        var recurrence = Recurrence(profile);
        return start + (recurrence * Math.Floor((now - start) / recurrence));
    }

    private static TimeSpan Recurrence(ChargingProfile profile) =>
        TimeSpan.FromDays(profile.RecurrencyKind == RecurrencyKindType.Weekly ? 7 : 1);

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
