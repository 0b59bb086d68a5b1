using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Server;

/// <summary>What goes wrong with one answer.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>The answer never comes.</summary>
    public sealed record Drop : Fault;

    public sealed record Delay(TimeSpan For) : Fault;

    /// <summary>Only the first bytes come.</summary>
    public sealed record HalfFrame(int Bytes) : Fault;

    public sealed record WrongUnit(byte Unit) : Fault;

    public sealed record Exception(ExceptionCode Code) : Fault;

    /// <summary>Bytes before the answer, as a line without bias makes them.</summary>
    public sealed record Noise(int Bytes) : Fault;

    /// <summary>One bit of the answer is turned over.</summary>
    public sealed record Damage(int Bit) : Fault;

    /// <summary>The answer to another question: on TCP an old transaction id, on RTU another length.</summary>
    public sealed record OtherQuestion : Fault;

    /// <summary>The request comes back before the answer, as half-duplex adapters do.</summary>
    public sealed record Echo : Fault;

    /// <summary>The connection is closed instead.</summary>
    public sealed record Hangup : Fault;
}
