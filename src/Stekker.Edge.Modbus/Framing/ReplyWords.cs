namespace Stekker.Edge.Modbus.Framing;

/// <summary>How a question ended, in a sentence for the installer.</summary>
public static class ReplyWords
{
    public static string Of(ModbusReply reply, byte unit, bool serial, ModbusRequest? asked = null) => reply switch
    {
        ModbusReply.Registers r => $"unit {unit} answered {r.Values.Length} registers",
        ModbusReply.Bits b => $"unit {unit} answered {b.Values.Length} bits",
        ModbusReply.Written => $"unit {unit} took the value",
        ModbusReply.Refused r => ExceptionWords.Of(r.Code, unit, asked),
        ModbusReply.NoAnswer n => Of(n, unit, serial),
        ModbusReply.Resting r => $"unit {unit} is left alone for {Math.Ceiling(r.For.TotalSeconds):0} s so that it does not slow the others: {Of(r.Last, unit, serial, asked)}",
        ModbusReply.LinkDown d => d.Fault.Words,
        _ => "unknown",
    };

    private static string Of(ModbusReply.NoAnswer silence, byte unit, bool serial) => silence.Why switch
    {
        Silence.Nothing => serial
            ? $"unit {unit} does not answer: check wiring A/B, unit id, speed and parity, and that the device has power"
            : $"connected, but unit {unit} does not answer: check the unit id, and on a gateway the wiring A/B, speed and parity behind it",
        Silence.OnlyEcho => $"only our own request comes back (the adapter echoes), unit {unit} does not answer: check wiring A/B, unit id, speed and parity",
        Silence.HalfFrame => $"unit {unit} answers, but its frames break off: check termination, cable length and a second master on the line",
        Silence.BadChecksum => $"answers for unit {unit} arrive damaged: check termination, shielding, parity and stop bits, and whether two devices have the same unit id",
        Silence.WrongUnit => $"unit {silence.OtherUnit} answers instead of unit {unit}: check the unit ids, and whether a second master talks on this line",
        Silence.OtherQuestion => $"unit {unit} answers another question than the one asked: it is too slow for the timeout, or a second master talks on this line",
        Silence.LengthLies => $"the answer for unit {unit} carries an impossible length: this is not Modbus TCP, or the gateway speaks RTU over TCP",
        _ => serial
            ? $"noise instead of an answer from unit {unit}: check speed and parity, wiring A/B and the ground reference"
            : $"bytes that are no Modbus instead of an answer from unit {unit}: another protocol on this port, or the gateway speaks RTU over TCP",
    };
}
