using System.Collections.Immutable;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>
/// How far time may leap. A meter that is read each second tells nothing new while nothing changes: so it is read at the whole second after a
/// change, and every few seconds while cars charge, which the controller cannot tell from the real thing.
/// </summary>
internal sealed class Pace(TwinWorld world, ImmutableArray<VirtualCharger> chargers, double fuseA)
{
    /// <summary>While cars draw and nothing changes.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    /// <summary>While cars are plugged in and none draws: full, or waiting.</summary>
    private static readonly TimeSpan Still = TimeSpan.FromSeconds(15);

    /// <summary>Each reading makes a round too, so a tick is for the housekeeping.</summary>
    private static readonly TimeSpan CalmTick = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan HurriedTick = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>A smaller change is the meter's noise.</summary>
    private const double NewsA = 0.1;

    private readonly double[] readA = new double[3];
    private TimeSpan polledAt;
    private TimeSpan tickedAt;
    private bool meterIsSilent;
    private TimeSpan hurryUntil = TimeSpan.FromMinutes(1);

    public bool IsCharging { get; private set; }

    /// <summary>A tick looks how old the last reading is: it comes after a fresh one.</summary>
    public bool PollIsDue => world.At >= PollAt() || (TickIsDue && world.At - polledAt >= Second);

    public bool TickIsDue => world.At >= TickAt();

    private bool InHurry => world.At < hurryUntil || world.IsMoving || IsOver();

    public void Hurry(TimeSpan until) => hurryUntil = until > hurryUntil ? until : hurryUntil;

    public void Polled()
    {
        polledAt = world.At;
        for (int p = 0; p < 3; p++)
        {
            readA[p] = world.GridA(p);
        }
    }

    public void Ticked() => tickedAt = world.At;

    public TimeSpan Next(TimeSpan end, PriorityQueue<Action, TimeSpan> timers, bool meterIsSilent)
    {
        IsCharging = false;
        this.meterIsSilent = meterIsSilent;
        TimeSpan next = Least(end, world.NextDriverAt);
        foreach (VirtualCharger charger in chargers)
        {
            IsCharging |= charger.IsCharging;
            next = Least(next, charger.NextAt);
        }

        if (timers.TryPeek(out _, out TimeSpan due))
        {
            next = Least(next, due);
        }

        if (InHurry || (meterIsSilent && IsCharging))
        {
            next = Least(next, NextSecond(world.At));
        }
        else if (IsCharging)
        {
            next = Least(next, world.NextAt);
        }

        return Least(next, Least(PollAt(), TickAt()));
    }

    private TimeSpan PollAt() =>
        InHurry ? NextSecond(polledAt)
        : !IsCharging ? polledAt + Idle
        : HasNews() ? Most(Ceiling(world.At), polledAt + Second)
        : polledAt + (IsDrawing() ? Calm : Still);

    /// <summary>With a silent meter the seconds are counted by ticks alone.</summary>
    private TimeSpan TickAt() =>
        meterIsSilent && IsCharging ? NextSecond(tickedAt)
        : InHurry ? tickedAt + HurriedTick
        : tickedAt + (IsCharging ? CalmTick : Idle);

    private bool IsDrawing()
    {
        foreach (Evse evse in world.Evses)
        {
            if (evse.DrawA > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Above a fuse the controller counts the seconds.</summary>
    private bool IsOver()
    {
        for (int p = 0; p < 3 && IsCharging; p++)
        {
            if (world.GridA(p) > fuseA)
            {
                return true;
            }
        }

        return false;
    }

    private bool HasNews()
    {
        for (int p = 0; p < 3; p++)
        {
            if (Math.Abs(world.GridA(p) - readA[p]) > NewsA)
            {
                return true;
            }
        }

        return false;
    }

    private static TimeSpan NextSecond(TimeSpan at) => new((at.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond) + TimeSpan.TicksPerSecond);

    private static TimeSpan Ceiling(TimeSpan at) => at.Ticks % TimeSpan.TicksPerSecond == 0 ? at : NextSecond(at);

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Most(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
