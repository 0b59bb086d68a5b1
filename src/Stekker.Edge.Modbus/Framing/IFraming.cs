namespace Stekker.Edge.Modbus.Framing;

/// <summary>A question on its way: what the reader must know to tell its answer from everything else on the line.</summary>
/// <param name="Transaction">The MBAP transaction id; not on a serial line.</param>
public readonly record struct Question(byte Unit, ModbusRequest Request, ushort Transaction);

/// <summary>What a reader made of the bytes so far.</summary>
/// <param name="Reply">Null: not there yet.</param>
/// <param name="Used">Bytes that are done with and may be dropped.</param>
/// <param name="SoFar">What to say when nothing better comes in time.</param>
public readonly record struct FrameRead(ModbusReply? Reply, int Used, ModbusReply.NoAnswer SoFar)
{
    /// <summary>The frame began with, or came after, our own request.</summary>
    public bool Echoed { get; init; }
}

/// <summary>How a PDU travels: with an MBAP header, or as an RTU frame. Readers never throw, whatever the bytes.</summary>
public interface IFraming
{
    /// <summary>Frames are told apart by silence: what comes before a request belongs to nobody, and gaps count.</summary>
    bool IsRtu { get; }

    int Write(Question question, Span<byte> to);

    FrameRead Read(Question question, ReadOnlySpan<byte> received);
}
