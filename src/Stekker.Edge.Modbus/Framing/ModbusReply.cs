using System.Collections.Immutable;

namespace Stekker.Edge.Modbus.Framing;

/// <summary>How a question ended. Closed: every way has its name, and its words in <see cref="ReplyWords"/>.</summary>
public abstract record ModbusReply
{
    private ModbusReply()
    {
    }

    public sealed record Registers(ImmutableArray<ushort> Values) : ModbusReply
    {
        public bool Equals(Registers? other) => other is not null && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

        public override int GetHashCode() => Values.Length;
    }

    public sealed record Bits(ImmutableArray<bool> Values) : ModbusReply
    {
        public bool Equals(Bits? other) => other is not null && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

        public override int GetHashCode() => Values.Length;
    }

    public sealed record Written : ModbusReply
    {
        public static readonly Written Instance = new();
    }

    /// <summary>The unit, or a gateway before it, answered with an exception.</summary>
    public sealed record Refused(ExceptionCode Code) : ModbusReply;

    /// <summary>No usable answer in time.</summary>
    /// <param name="OtherUnit">The unit that answered instead, where <see cref="Silence.WrongUnit"/>.</param>
    public sealed record NoAnswer(Silence Why, byte OtherUnit = 0) : ModbusReply;

    /// <summary>The unit was silent often enough that it is left alone for a while, for the sake of the others on its line.</summary>
    /// <param name="Last">What ended the last try.</param>
    public sealed record Resting(TimeSpan For, ModbusReply Last) : ModbusReply;

    /// <summary>There is no line to ask on.</summary>
    public sealed record LinkDown(LinkFault Fault) : ModbusReply;
}

/// <summary>What was heard instead of an answer.</summary>
public enum Silence
{
    /// <summary>Not one byte.</summary>
    Nothing,

    /// <summary>Only our own request, sent back by a half-duplex adapter.</summary>
    OnlyEcho,

    /// <summary>The start of a good answer.</summary>
    HalfFrame,

    /// <summary>A whole frame whose checksum is wrong.</summary>
    BadChecksum,

    /// <summary>A good frame of another unit.</summary>
    WrongUnit,

    /// <summary>A good frame that answers another question: late, or the device mixes them up.</summary>
    OtherQuestion,

    /// <summary>A header whose length cannot be.</summary>
    LengthLies,

    /// <summary>Bytes that are no Modbus.</summary>
    Noise,
}

/// <param name="Words">For people; names the path or host.</param>
public sealed record LinkFault(LinkFaultKind Kind, string Words);

public enum LinkFaultKind
{
    NameUnknown,
    Refused,
    Unreachable,
    Closed,
    PortMissing,
    PortBusy,
    NotPermitted,
    NotASerialPort,
    BadSettings,
    Broken,
    Disposed,
}
