using System.Collections.Immutable;

namespace Stekker.Edge.Modbus.Devices.SunSpec;

/// <summary>Turns a walked chain into a description as the catalogue has them.</summary>
public static class SunSpecDevice
{
    private const string BatterySign = "SunSpec battery power (model 802): the standard does not say which sign charges. Check while the battery charges.";

    private static readonly DeviceDescription Any = new()
    {
        Id = "sunspec",
        Name = "SunSpec device (inverter, meter or battery by its role)",
        Registers = [],
        MostGap = Framing.ModbusLimits.ReadRegisters,
        Patience = TimeSpan.FromSeconds(2),
        SunSpec = new(),
    };

    private const int SolarEdgePort = 1502;

    public static readonly ImmutableArray<DeviceDescription> Catalogue =
    [
        Any,
        Any with { Id = "sunspec-inverter", Name = "SunSpec inverter", Kind = DeviceKind.Inverter, SunSpec = new(SunSpecPart.Inverter) },
        Any with { Id = "sunspec-meter", Name = "SunSpec meter", SunSpec = new(SunSpecPart.Meter) },
        Any with { Id = "sunspec-battery", Name = "SunSpec battery", Kind = DeviceKind.Battery, SunSpec = new(SunSpecPart.Battery) },
        Any with
        {
            Id = "fronius",
            Name = "Fronius GEN24, Symo",
            Kind = DeviceKind.Inverter,
            SunSpec = new(SunSpecPart.Inverter) { FirstBatteryModule = 3 },
            Notes = ["Switch Modbus TCP on in the inverter's web page. Float or int+SF there changes the model numbers: both are understood."],
        },
        Any with { Id = "fronius-meter", Name = "Fronius Smart Meter", UnitId = 200, SunSpec = new(SunSpecPart.Meter), Notes = ["Meters sit behind unit 200 and up."] },
        Any with { Id = "fronius-battery", Name = "Battery of a Fronius GEN24", Kind = DeviceKind.Battery, SunSpec = new(SunSpecPart.Battery) { FirstBatteryModule = 3 } },
        Any with
        {
            Id = "solaredge",
            Name = "SolarEdge inverter",
            Kind = DeviceKind.Inverter,
            TcpPort = SolarEdgePort,
            SunSpec = new(SunSpecPart.Inverter),
            Notes = ["DC power leaves out what goes straight into a DC battery.", "Port 1502, on some firmware 502."],
        },
        Any with
        {
            Id = "solaredge-meter",
            Name = "Meter of a SolarEdge inverter",
            TcpPort = SolarEdgePort,
            SunSpec = new(SunSpecPart.Meter) { MeterCountsExportPositive = true },
            Notes = ["SolarEdge counts export positive; turned round here. Check with a load switched on: import must grow."],
        },
    ];

    /// <summary>The description, or the sentence that says what the chain lacks.</summary>
    public static (DeviceDescription? Device, string? Error) Describe(DeviceDescription wanted, SunSpecChain chain, SunSpecPart byRole)
    {
        SunSpecView view = wanted.SunSpec ?? new SunSpecView();
        SunSpecPart part = view.Part == SunSpecPart.ByRole ? byRole : view.Part;
        (Func<int, bool> fits, DeviceKind kind, string what) = part switch
        {
            SunSpecPart.Inverter => ((Func<int, bool>)SunSpecModels.IsInverter, DeviceKind.Inverter, "inverter (models 101 to 113, 701)"),
            SunSpecPart.Battery => (SunSpecModels.IsBattery, DeviceKind.Battery, "battery (models 124, 713, 802)"),
            _ => (SunSpecModels.IsMeter, DeviceKind.Meter, "meter (models 201 to 214)"),
        };
        SunSpecModel[] models = [.. chain.Models.Where(m => fits(m.Id))];
        if (models.Length == 0)
        {
            string has = string.Join(", ", chain.Models.Select(static m => m.Id));
            return (null, $"this {chain.Manufacturer} {chain.Model} shows no SunSpec {what}; it has the models {has}");
        }

        double sign = part == SunSpecPart.Meter && view.MeterCountsExportPositive ? -1 : 1;
        ImmutableArray<Register> registers = part == SunSpecPart.Battery
            ? BatteryRegisters(models, chain, view)
            : [.. Registers(models[0], sign, chain), .. part == SunSpecPart.Inverter ? Modules(chain, Quantity.PvPower, 1, Panels(chain, view), 1) : []];
        return (wanted with
        {
            Name = $"{chain.Manufacturer} {chain.Model}".Trim() is { Length: > 0 } name ? name : wanted.Name,
            Kind = kind,
            Phases = part == SunSpecPart.Battery ? 3 : SunSpecModels.Phases(models[0].Id),
            Registers = registers,
            SunSpec = null,
        }, null);
    }

    private static IEnumerable<Register> Registers(SunSpecModel model, double sign, SunSpecChain chain)
    {
        // Where the strings are listed one by one, the inverter's own DC total would be counted twice.
        bool strings = chain.Models.Any(static m => m.Id == SunSpecModels.Strings && m.Modules > 0);
        foreach (SunSpecPoint point in SunSpecModels.Of(model.Id))
        {
            bool single = SunSpecModels.Phases(model.Id) == 1 && point.Phase is (Phase.L2 or Phase.L3);
            if (point.LastOffset < model.Length + 2 && !single && !(strings && point.Quantity == Quantity.PvPower))
            {
                yield return point.At(model.Address, point.Quantity is Quantity.Power or Quantity.ReactivePower ? sign : 1);
            }
        }
    }

    private static ImmutableArray<Register> BatteryRegisters(SunSpecModel[] models, SunSpecChain chain, SunSpecView view)
    {
        List<Register> registers = [];
        foreach (Register register in models.SelectMany(m => Registers(m, 1, chain)))
        {
            // State of charge is in percent, and may be told by two models.
            if (register.Quantity == Quantity.StateOfCharge && registers.All(static r => r.Quantity != Quantity.StateOfCharge))
            {
                registers.Add(register with { Scale = 0.01 });
            }
            else if (register.Quantity == Quantity.Power)
            {
                registers.Add(register with { Note = BatterySign });
            }
        }

        if (view.FirstBatteryModule > 0 && registers.All(static r => r.Quantity != Quantity.Power))
        {
            registers.AddRange(Modules(chain, Quantity.Power, view.FirstBatteryModule, view.FirstBatteryModule, 1));
            registers.AddRange(Modules(chain, Quantity.Power, view.FirstBatteryModule + 1, view.FirstBatteryModule + 1, -1));
        }

        return [.. registers];
    }

    private static int Panels(SunSpecChain chain, SunSpecView view)
    {
        int modules = chain.Models.FirstOrDefault(static m => m.Id == SunSpecModels.Strings)?.Modules ?? 0;
        return view.FirstBatteryModule > 0 ? Math.Min(modules, view.FirstBatteryModule - 1) : modules;
    }

    /// <summary>Model 160: module k begins at 10 + 20 (k - 1); its power is 11 further on, all with the model's one scale factor.</summary>
    private static IEnumerable<Register> Modules(SunSpecChain chain, Quantity quantity, int from, int to, double sign)
    {
        SunSpecModel? strings = chain.Models.FirstOrDefault(static m => m.Id == SunSpecModels.Strings);
        for (int k = from; strings is not null && k <= Math.Min(to, strings.Modules); k++)
        {
            int offset = 10 + (20 * (k - 1)) + 11;

            // More than a request from the scale factor there is no reading it: such an inverter has more than five strings.
            if (offset - 3 < Framing.ModbusLimits.ReadRegisters)
            {
                yield return new SunSpecPoint(quantity, Phase.Total, offset, RegisterType.UInt16, 4).At(strings.Address, sign);
            }
        }
    }
}
