using System.Runtime.InteropServices;
using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Serial;

/// <summary>Why a port cannot be had, and what the installer does about it.</summary>
internal static class SerialFaults
{
    /// <summary>Teltonika RutOS services that can own a port (firmware's uci configurations).</summary>
    private const string RouterServices =
        "on a Teltonika router switch off what uses it under Services: Modbus serial client (modbus_client), Modbus gateway (modbusgwd), console (rs_console), over IP, NTRIP, DLMS, DNP3 or BACnet";

    public static LinkFault Opening(string path, int error) => error switch
    {
        Libc.NoSuchFile => new(LinkFaultKind.PortMissing, $"{path} does not exist: {Present()}"),
        Libc.NoSuchDevice or Libc.DeviceGone or Libc.InputOutput => new(LinkFaultKind.PortMissing, $"{path} has no device behind it: plug the adapter in again"),
        Libc.AccessDenied => new(LinkFaultKind.NotPermitted, $"{path} may not be opened by this user: run as root, or add the user to the group dialout"),
        Libc.Busy => Busy(path, SerialPortOwner.Find(path)),
        Libc.NotATerminal => new(LinkFaultKind.NotASerialPort, $"{path} is no serial port: {Present()}"),
        _ => new(LinkFaultKind.Broken, $"{path} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}"),
    };

    public static LinkFault Settings(SerialSettings settings, int error) => error == Libc.NotATerminal
        ? Opening(settings.Path, error)
        : new(LinkFaultKind.BadSettings, $"{settings.Path} does not take {settings.Baud} baud {settings.Format}: {Marshal.GetPInvokeErrorMessage(error)}");

    public static LinkFault Busy(string path, string? owner) => new(
        LinkFaultKind.PortBusy,
        owner is null ? $"{path} is in use by another program; {RouterServices}" : $"{path} is in use by {owner}; {RouterServices}");

    /// <summary>What would be right: the ports this machine has.</summary>
    private static string Present()
    {
        try
        {
            string[] ports = [.. SerialPorts.Present().Take(8)];
            return ports.Length == 0 ? "this machine has no serial port; is the adapter plugged in?" : $"this machine has {string.Join(", ", ports)}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "is the adapter plugged in?";
        }
    }
}
