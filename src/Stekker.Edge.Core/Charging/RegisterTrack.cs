using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Charging;

/// <summary>How a meter register moved.</summary>
public enum RegisterMove
{
    None,
    Forward,

    /// <summary>A few Wh back: rounding between a kWh sample and a Wh register.</summary>
    Jitter,

    /// <summary>The register ran over its last digit.</summary>
    Rollover,

    /// <summary>The register began again (a power cut, a new meter): what it shows has been counted since.</summary>
    Reset,
}

/// <summary>
/// Counts a transaction's energy from a cumulative register, through resets (real chargers begin again below meterStart) and
/// rollovers. Repeated and late frames change nothing: only the register's own movement counts.
/// </summary>
/// <param name="Register">Last register seen.</param>
/// <param name="At">When that was, as the charger or we stamped it.</param>
/// <param name="Counted">Energy since the transaction began.</param>
public sealed record RegisterTrack(WattHours Register, DateTimeOffset At, WattHours Counted, int Resets = 0)
{
    /// <summary>A step back up to this is rounding: kWh with one decimal.</summary>
    public const long JitterWh = 100;

    /// <summary>Faster than any charger; what a register may still have moved across its rollover.</summary>
    private const long MostWatts = 500_000;

    private static readonly long[] Rollovers = [1_000_000, 10_000_000, 100_000_000, 1_000_000_000, int.MaxValue + 1L, uint.MaxValue + 1L];

    public static RegisterTrack StartingAt(WattHours register, DateTimeOffset at) => new(register, at, WattHours.Zero);

    public (RegisterTrack Track, RegisterMove Move) Advance(WattHours register, DateTimeOffset at)
    {
        if (at < At && register <= Register)
        {
            return (this, RegisterMove.None);
        }

        DateTimeOffset until = at > At ? at : At;
        (long deltaWh, RegisterMove move) = Step(register, until);
        long counted = Math.Max(0, Counted.Value + deltaWh);
        return (new RegisterTrack(register, until, new WattHours(counted), Resets + (move == RegisterMove.Reset ? 1 : 0)), move);
    }

    private (long DeltaWh, RegisterMove Move) Step(WattHours register, DateTimeOffset until)
    {
        long difference = register.Value - Register.Value;
        if (difference >= 0)
        {
            return (difference, difference == 0 ? RegisterMove.None : RegisterMove.Forward);
        }

        if (difference >= -JitterWh && register.Value > 0)
        {
            return (difference, RegisterMove.Jitter);
        }

        double hours = (until - At).TotalHours;
        foreach (long size in Rollovers)
        {
            long across = size + difference;
            if (Register.Value < size && Register.Value > size - (size / 50) && across <= (MostWatts * hours) + 1000)
            {
                return (across, RegisterMove.Rollover);
            }
        }

        return (register.Value, RegisterMove.Reset);
    }
}
