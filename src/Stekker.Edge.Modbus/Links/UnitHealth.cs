using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Links;

/// <summary>What a bus remembers of a unit: whether it answers, and if not, until when it is left alone.</summary>
internal sealed class UnitHealth
{
    /// <summary>Failed questions in a row before a unit is left alone; each was tried twice while it was healthy.</summary>
    public const int FailuresUntilRest = 3;

    public static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(2);

    /// <summary>A grid meter that comes back is heard of within this time.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    /// <summary>With nobody else on the line there is nobody to slow down.</summary>
    public static readonly TimeSpan LongestRestAlone = TimeSpan.FromSeconds(2);

    private int failures;
    private TimeSpan rest;

    public TimeSpan RestUntil { get; private set; }

    public ModbusReply? Last { get; private set; }

    /// <summary>A healthy unit's question is tried once more; a silent one's is not, for the others' sake.</summary>
    public bool Healthy => failures == 0;

    /// <summary>Its last try was answered: the next one is not likely to cost the line a timeout.</summary>
    public bool IsSure { get; private set; }

    public TimeSpan RestLeft(TimeSpan now) => RestUntil > now ? RestUntil - now : TimeSpan.Zero;

    /// <summary>A try went unanswered; the question may be asked once more.</summary>
    public void Doubt() => IsSure = false;

    public void Answered()
    {
        IsSure = true;
        failures = 0;
        rest = TimeSpan.Zero;
        RestUntil = TimeSpan.Zero;
        Last = null;
    }

    public void Failed(ModbusReply reply, TimeSpan now, bool alone)
    {
        Doubt();
        Last = reply;
        failures++;
        if (failures < FailuresUntilRest)
        {
            return;
        }

        TimeSpan longest = alone ? LongestRestAlone : LongestRest;
        rest = rest == TimeSpan.Zero ? FirstRest : rest * 2;
        rest = rest > longest ? longest : rest;
        RestUntil = now + rest;
    }

    /// <summary>The gateway already waited for the unit in our place: as good as silence.</summary>
    public static bool IsFailure(ModbusReply reply) => reply is ModbusReply.NoAnswer
        or ModbusReply.Refused { Code: ExceptionCode.GatewayPathUnavailable or ExceptionCode.GatewayTargetSilent };
}
