using System.Globalization;
using System.Text.Json;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Plausibility;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Cli.Meters;

/// <summary>Names and lines as the site's configuration has them.</summary>
internal static class MeterWords
{
    public const string Roles = "grid, solar, building, battery or chargePoint";

    public static string Of(DeviceKind kind) => kind switch
    {
        DeviceKind.Inverter => "inverter",
        DeviceKind.Battery => "battery",
        _ => "meter",
    };

    public static string Of(MeterRole role) => role switch
    {
        MeterRole.Grid => "grid",
        MeterRole.Solar => "solar",
        MeterRole.Building => "building",
        MeterRole.Battery => "battery",
        _ => "chargePoint",
    };

    public static string Of(VerdictLevel level) => level switch
    {
        VerdictLevel.Good => "good",
        VerdictLevel.Look => "look",
        _ => "bad",
    };

    /// <summary>Null where the text is no role.</summary>
    public static MeterRole? Role(string text) => text switch
    {
        "grid" => MeterRole.Grid,
        "solar" => MeterRole.Solar,
        "building" => MeterRole.Building,
        "battery" => MeterRole.Battery,
        "chargePoint" => MeterRole.Charger,
        _ => null,
    };

    public static MeterRole UsualRole(DeviceKind kind) => kind switch
    {
        DeviceKind.Inverter => MeterRole.Solar,
        DeviceKind.Battery => MeterRole.Battery,
        _ => MeterRole.Grid,
    };

    /// <summary>The entry of "meters" in the site's configuration.</summary>
    public static string ConfigurationLine(DeviceDescription device, MeterAddress line, int unit)
    {
        string way = line switch
        {
            MeterAddress.Tcp t => $"\"tcp\": {Quoted(Peer(t.Host, t.Port))}",
            MeterAddress.RtuOverTcp t => $"\"rtuOverTcp\": {Quoted(Peer(t.Host, t.Port))}",
            MeterAddress.SerialLine { Settings: var s } => string.Create(
                CultureInfo.InvariantCulture, $"\"serial\": {Quoted(s.Path)}, \"baud\": {s.Baud}, \"format\": \"{s.Format}\""),
            _ => throw new InvalidOperationException(),
        };
        return string.Create(
            CultureInfo.InvariantCulture, $$"""{ "role": "{{Of(UsualRole(device.Kind))}}", "device": "{{device.Id}}", {{way}}, "unitId": {{unit}} }""");
    }

    private static string Peer(string host, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}");

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
