using System.Globalization;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Cli.Meters;

/// <summary>All meters, inverters and batteries that are known by name.</summary>
internal static class ListDevicesCommand
{
    public static Command Definition => new("meter list-devices", "shows the meters, inverters and batteries known by name", [], [SiteOptions.Json], RunAsync)
    {
        Details = "The settings are the factory's; an installer may have changed them. \"Modbus\" alone: TCP, or RS485 with settings that only its own menu or manual tells.",
    };

    private static Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        if (call.WantsJson())
        {
            call.Terminal.Json([.. DeviceCatalogue.All.Select(Entry)], ControlJson.Readable.ImmutableArrayMeterDeviceEntry);
            return Task.FromResult(ExitCode.Done);
        }

        Table table = new("DEVICE", "MAKER AND MODEL", "KIND", "PHASES", "CONNECTED BY");
        List<string> notes = [];
        foreach (DeviceDescription d in DeviceCatalogue.All)
        {
            // A SunSpec device says itself how many phases it has.
            table.Add(d.Id, d.Name, MeterWords.Of(d.Kind), d.SunSpec is null ? $"{d.Phases}" : "", Connection(d));
            notes.AddRange(d.AllNotes.Select(note => $"  {d.Id}: {note}"));
        }

        call.Terminal.Say($"{table}\n\nTo know beforehand:\n{string.Join('\n', notes)}");
        return Task.FromResult(ExitCode.Done);
    }

    private static string Connection(DeviceDescription d)
    {
        string line = d.Serial is { } serial ? string.Create(CultureInfo.InvariantCulture, $"RS485 {serial.Baud} {serial.Format}")
            : d.TcpPort != MeterAddress.DefaultTcpPort ? string.Create(CultureInfo.InvariantCulture, $"Modbus TCP, port {d.TcpPort}")
            : "Modbus";
        return string.Create(CultureInfo.InvariantCulture, $"{line}, unit {d.UnitId}");
    }

    private static MeterDeviceEntry Entry(DeviceDescription d) =>
        new(d.Id, d.Name, MeterWords.Of(d.Kind), d.Phases, d.UnitId, d.Serial?.Baud, d.Serial?.Format.ToString(), d.TcpPort, [.. d.AllNotes]);
}
