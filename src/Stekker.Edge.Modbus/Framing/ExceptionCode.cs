namespace Stekker.Edge.Modbus.Framing;

/// <summary>A unit's, or its gateway's, refusal (Modbus Application Protocol V1.1b3, section 7).</summary>
public enum ExceptionCode : byte
{
    IllegalFunction = 1,
    IllegalDataAddress = 2,
    IllegalDataValue = 3,
    DeviceFailure = 4,
    Acknowledge = 5,
    DeviceBusy = 6,
    NegativeAcknowledge = 7,
    MemoryParityError = 8,
    GatewayPathUnavailable = 10,
    GatewayTargetSilent = 11,
}

/// <summary>Each exception code in the installer's words: what it means here, and what to look at.</summary>
public static class ExceptionWords
{
    public static string Of(ExceptionCode code, byte unit, ModbusRequest? asked = null) => code switch
    {
        ExceptionCode.IllegalFunction =>
            $"unit {unit} does not know function {(asked is null ? "asked" : (int)asked.Function)}: wrong device type, or the device uses the other register table (function 3 or 4)",
        ExceptionCode.IllegalDataAddress =>
            $"unit {unit} has no {Registers(asked)}: wrong device type, another model of the series, or a firmware without these registers",
        ExceptionCode.IllegalDataValue =>
            $"unit {unit} refuses the request for {Registers(asked)}: too many registers at once, or a read that cuts a value in two",
        ExceptionCode.DeviceFailure => $"unit {unit} reports a failure of its own: power-cycle the device, then check it for a fault message",
        ExceptionCode.Acknowledge => $"unit {unit} accepted the request but needs long to carry it out",
        ExceptionCode.DeviceBusy => $"unit {unit} is busy: something else asks it at the same time, or the polling interval is too short",
        ExceptionCode.NegativeAcknowledge => $"unit {unit} cannot carry out the request",
        ExceptionCode.MemoryParityError => $"unit {unit} reports damaged memory: the device needs replacing",
        ExceptionCode.GatewayPathUnavailable =>
            $"the gateway has no path to unit {unit}: unit id not in the gateway's table, or its serial port is off or used by another service",
        ExceptionCode.GatewayTargetSilent => $"the gateway got no answer from unit {unit}: check wiring A/B, unit id, speed and parity",
        _ => $"unit {unit} answers with exception {(int)code}, which Modbus does not define",
    };

    private static string Registers(ModbusRequest? asked) => asked is null
        ? "such registers"
        : asked.Count == 1 ? $"register {asked.Address}" : $"registers {asked.Address} to {asked.Address + asked.Count - 1}";
}
