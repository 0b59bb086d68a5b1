using Stekker.Edge.Core.Charging;

namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>The truth about one transaction, as its charger lived it.</summary>
internal sealed class ModelTransaction(string chargePointId, int connectorId, string idTag, long meterStart, DateTimeOffset at)
{
    public string ChargePointId { get; } = chargePointId;

    public int ConnectorId { get; } = connectorId;

    public string IdTag { get; } = idTag;

    public long MeterStart { get; } = meterStart;

    /// <summary>By the charger's clock.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>The id its charger got as an answer.</summary>
    public int? Id { get; set; }

    public long TrueWh { get; set; }

    /// <summary>What had been taken when a register was last put into the queue.</summary>
    public long ToldWh { get; private set; }

    public long ToldRegister { get; private set; } = meterStart;

    public (StopReason Reason, long MeterStop)? Stop { get; set; }

    /// <summary>Its charger lost it in a power cut: no stop will ever come.</summary>
    public bool Forgotten { get; set; }

    /// <summary>
    /// How far the ledger may be off: what was taken unsampled around a reset of the meter cannot be known, and a step of less than 1 kWh
    /// may be rounding or a reset.
    /// </summary>
    public long DoubtWh { get; private set; }

    public bool MeterWasReset { get; private set; }

    public bool MeterRanOver { get; set; }

    /// <summary>A clock it was stamped by went back, so that late and new cannot be told apart for a while.</summary>
    public bool ClockWentBack { get; set; }

    /// <summary>A value without a transaction was sent, which may have overtaken this one's stop.</summary>
    public bool WasOvertaken { get; set; }

    private const long StepInDoubtWh = 1_000;

    private long? beganAgainAt;

    public void Told(long register)
    {
        if (beganAgainAt is { } from)
        {
            DoubtWh += Math.Abs(register - from);

            // Past the last value told by the time of the next, the step back was never seen.
            DoubtWh += register >= ToldRegister ? Math.Abs(ToldRegister - from) : 0;
            beganAgainAt = null;
        }

        ToldWh = TrueWh;
        ToldRegister = register;
    }

    public void Rounded(long byWh, long register) => DoubtWh += register < 2_000 && MeterWasReset == false ? byWh : 0;

    public void MeterBeganAgain(long before, long from)
    {
        MeterWasReset = true;
        DoubtWh += Math.Abs(before - ToldRegister) + StepInDoubtWh;

        // A kept value well below the last one looks like one counted up from 0.
        DoubtWh += from * 10 <= ToldRegister * 9 ? from : 0;
        beganAgainAt = from;
    }

    public override string ToString() =>
        $"transaction of {IdTag} at {ChargePointId}/{ConnectorId} from {MeterStart} Wh: id {Id}, {TrueWh} Wh, told {ToldWh} Wh, stop {Stop}"
        + $"{(Forgotten ? ", forgotten" : "")}{(MeterWasReset ? ", meter was reset" : "")}, doubt {DoubtWh} Wh";
}
