using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Readings;
using Stekker.Edge.Modbus.Serial;
using ConfiguredRole = Stekker.Edge.Core.Configuration.MeterRole;
using MeterRole = Stekker.Edge.Modbus.Readings.MeterRole;
using Polled = Stekker.Edge.Modbus.Polling.MeterSettings;

namespace Stekker.Edge.Meters;

/// <summary>From the meters of a checked configuration to what the poller reads.</summary>
public static class MeterPlan
{
    public static ImmutableArray<Polled> From(SiteConfiguration site) => [.. site.Meters.Select(m => From(m, site.Grid))];

    public static MeterRole RoleOf(ConfiguredRole role) => role switch
    {
        ConfiguredRole.Grid => MeterRole.Grid,
        ConfiguredRole.Solar => MeterRole.Solar,
        ConfiguredRole.Battery => MeterRole.Battery,
        ConfiguredRole.ChargePoint => MeterRole.Charger,
        _ => MeterRole.Building,
    };

    private static Polled From(MeterSettings meter, GridSettings grid)
    {
        DeviceDescription? device = meter.Custom is { } custom ? CustomMeters.Describe(custom).Device : DeviceCatalogue.Find(meter.Device);
        Invariant.Holds(device is not null, $"the device of meter {meter.Id} was checked when the configuration was read");
        return new Polled
        {
            Id = meter.Id,
            Role = RoleOf(meter.Role),
            Device = device,
            Address = Address(meter.Line),
            UnitId = (byte)meter.UnitId,
            Interval = meter.Interval,
            Patience = meter.Timeout,
            Wiring = Wiring(meter.Wiring, grid),
        };
    }

    private static MeterAddress Address(MeterLine line) => line switch
    {
        MeterLine.Tcp t => new MeterAddress.Tcp(t.Host, t.Port),
        MeterLine.RtuOverTcp t => new MeterAddress.RtuOverTcp(t.Host, t.Port),
        MeterLine.Serial s => new MeterAddress.SerialLine(new SerialSettings(s.Path, s.Baud, new SerialFormat(s.DataBits, ParityOf(s.Parity), s.StopBits))),
        _ => throw new InvariantBrokenException($"a meter is reached by {line.GetType().Name}"),
    };

    private static Parity ParityOf(SerialParity parity) => parity switch
    {
        SerialParity.Even => Parity.Even,
        SerialParity.Odd => Parity.Odd,
        _ => Parity.None,
    };

    private static MeterWiring Wiring(MeterWiringSettings wiring, GridSettings grid) => new()
    {
        NominalVoltage = wiring.Voltage ?? grid.Voltage,
        Direction = wiring.Direction switch
        {
            PowerDirection.Import => ClampDirection.Import,
            PowerDirection.Export => ClampDirection.Export,
            _ => null,
        },
        Phases = Lines(wiring.Phases) ?? MeterWiring.Default.Phases,
        Reversed = Lines(wiring.Reversed) ?? [],
        Ratio = (double)wiring.Ratio,
    };

    private static ImmutableArray<Phase>? Lines(string? phases) => phases is null ? null : MeterWiring.ParsePhases(phases, out _);
}
