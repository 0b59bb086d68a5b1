using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Charging;

/// <summary>How a meter register moved.</summary>
public enum RegisterMove
{
    None,
    Forward,

    /// <summary>A few Wh back: rounding between a kWh sample and a Wh register.</summary>
    Jitter,

    /// <summary>To what it was at an earlier moment: what came after that was another's.</summary>
    Settled,

    /// <summary>The register ran over its last digit.</summary>
    Rollover,

    /// <summary>The register began again (a power cut, a new meter): what it shows has been counted since.</summary>
    Reset,
}

/// <summary>
/// Counts a transaction's energy from a cumulative register, through resets (real chargers begin again below meterStart) and
/// rollovers. Repeated and late frames change nothing: only the register's own movement counts.
/// </summary>
/// <param name="Register">Last register seen, but never below the one at which nothing is counted yet.</param>
/// <param name="At">When that was, as the charger or we stamped it.</param>
/// <param name="Counted">Energy since the transaction began.</param>
public sealed record RegisterTrack(WattHours Register, DateTimeOffset At, WattHours Counted, int Resets = 0)
{
    /// <summary>A step back up to this is rounding: kWh with one decimal.</summary>
    public const long JitterWh = 100;

    /// <summary>Some samples come in whole kWh: a step back of less than this from or to such a value is rounding too.</summary>
    public const long WholeKwhWh = 1000;

    /// <summary>Faster than any charger; what a register may still have moved across its rollover, or since it began again.</summary>
    private const long MostWatts = 500_000;

    /// <summary>What may have been counted between two values whose distance in time is not known.</summary>
    private const long MostUntimedWh = 100_000;

    private static readonly long[] Rollovers = [1_000_000, 10_000_000, 100_000_000, 1_000_000_000, int.MaxValue + 1L, uint.MaxValue + 1L];

    public static RegisterTrack StartingAt(WattHours register, DateTimeOffset at) => new(register, at, WattHours.Zero);

    /// <param name="isAtKnown">False where the charger's clock is wrong: a queue sent at once has one time for all its values.</param>
    public (RegisterTrack Track, RegisterMove Move) Advance(WattHours register, DateTimeOffset at, bool isAtKnown = true)
    {
        // Late. Far below all that was counted it is not: then the meter began again, and the charger's clock with it.
        if (at < At && register <= Register && register.Value > Register.Value - Counted.Value - WholeKwhWh)
        {
            return (this, RegisterMove.None);
        }

        DateTimeOffset until = at > At ? at : At;
        long slackWh = isAtKnown && at >= At ? WholeKwhWh : MostUntimedWh;
        (long deltaWh, RegisterMove move) = Step(register, (MostWatts * (until - At).TotalHours) + slackWh);
        long counted = Counted.Value + deltaWh;

        // Rounded to below meterStart: counting begins there, not at the rounded value.
        WattHours seen = counted < 0 ? new WattHours(register.Value - counted) : register;
        return (new RegisterTrack(seen, until, new WattHours(Math.Max(0, counted)), Resets + (move == RegisterMove.Reset ? 1 : 0)), move);
    }

    /// <summary>
    /// The transaction's last register (its stop's, or the next start's) is of an earlier moment than one already seen: a value without a
    /// transaction overtook it in the charger's queue, and brought the next car's energy with it. Then first and last decide, unless it
    /// began again between them.
    /// </summary>
    public (RegisterTrack Track, RegisterMove Move) SettledBy(WattHours first, WattHours last, DateTimeOffset at) =>
        at < At && last >= first && Resets == 0
            ? (this with { Register = last, At = at, Counted = last - first }, RegisterMove.Settled)
            : (this, RegisterMove.None);

    /// <param name="mostWh">What may have been counted since the last value.</param>
    private (long DeltaWh, RegisterMove Move) Step(WattHours register, double mostWh)
    {
        long difference = register.Value - Register.Value;
        if (difference >= 0)
        {
            return (difference, difference == 0 ? RegisterMove.None : RegisterMove.Forward);
        }

        bool wholeKwh = register.Value % WholeKwhWh == 0 || Register.Value % WholeKwhWh == 0;
        if (difference >= (wholeKwh ? 1 - WholeKwhWh : -JitterWh) && register.Value > 0)
        {
            return (difference, RegisterMove.Jitter);
        }

        foreach (long size in Rollovers)
        {
            long across = size + difference;
            if (Register.Value < size && Register.Value > size - (size / 50) && across <= mostWh)
            {
                return (across, RegisterMove.Rollover);
            }
        }

        // It began again at 0, unless it shows more than it can have counted since, or is close to where it was: then it went back to a
        // value it had kept, and what it counted since is not known. Whole kWh may make it look a little further away than it is.
        long roundedWh = wholeKwh ? Math.Min(WholeKwhWh, Register.Value / 20) : 0;
        bool fromZero = register.Value <= mostWh && (register.Value + roundedWh) * 10 <= Register.Value * 9;
        return (fromZero ? register.Value : 0, RegisterMove.Reset);
    }
}
