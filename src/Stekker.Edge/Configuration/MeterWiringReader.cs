using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Readings;
using MeterRole = Stekker.Edge.Core.Configuration.MeterRole;

namespace Stekker.Edge.Configuration;

/// <summary>How a meter is built in, held against what the device can have and the grid connection has.</summary>
internal static class MeterWiringReader
{
    private const decimal LeastRatio = 0.001m;
    private const decimal MostRatio = 10_000;

    public static MeterWiringSettings Read(ObjectReader from, DeviceDescription? device, MeterRole? role, GridSettings grid)
    {
        string? phases = from.Text("phases", text => Phases(text, device, grid));
        string? reversed = from.Text("reversed", text => Reversed(text, phases, device));
        PowerDirection? direction = from.Choice("direction", ("import", PowerDirection.Import), ("export", PowerDirection.Export));
        MeterWiringSettings wiring = new()
        {
            Phases = phases is null ? null : Plain(phases),
            Reversed = reversed is null ? null : Plain(reversed),
            Direction = direction,
            Voltage = from.Volts("voltageV", 100, 300),
            Ratio = from.Number("ratio", LeastRatio, MostRatio, "", 3) ?? 1,
        };
        Warn(from, wiring, device, role, grid);
        from.Finish();
        return wiring;
    }

    private static void Warn(ObjectReader from, MeterWiringSettings wiring, DeviceDescription? device, MeterRole? role, GridSettings grid)
    {
        if (device is null)
        {
            return;
        }

        bool tells = device.HasDirection && (device.SunSpec is not null || device.Registers.Any(static r => r.Quantity == Quantity.Power));
        if (wiring.Direction is not null && tells)
        {
            from.Warn("direction", $"is not needed: a {device.Name} tells it itself, and what it tells counts");
        }

        if (wiring.Reversed is not null && !tells)
        {
            from.Warn("reversed", $"means nothing to a {device.Name}, which cannot tell the direction; say direction instead");
        }

        if (wiring.Phases is null && grid.Phases == 3 && device is { SunSpec: null, Phases: 1 } && role != MeterRole.Battery)
        {
            from.Warn("phases", "is missing: this device has one phase, taken to be the grid's L1; say which, as \"L2\"");
        }
    }

    /// <summary>A SunSpec device says how many phases it has only when it is read.</summary>
    private static string? Phases(string text, DeviceDescription? device, GridSettings grid)
    {
        if (MeterWiring.ParsePhases(text, out _) is not { Length: 1 or 3 } phases)
        {
            return "must be the grid's phases behind the meter's L1, L2 and L3, each once, as \"L2,L3,L1\", or the one of a single-phase device, as \"L2\"";
        }

        return (device is { SunSpec: null } known ? known.Phases : 0, grid.Phases) switch
        {
            (_, 1) when phases is not [Phase.L1] => "does not fit: the grid connection has one phase (grid.phases is 1), so it must be \"L1\"",
            (1, _) when phases.Length != 1 => $"does not fit: a {device!.Name} has one phase; say the one it sits on, as \"L2\"",
            (2 or 3, 3) when phases.Length != 3 => $"does not fit: a {device!.Name} has {device.Phases} phases; say the grid's phase behind each, as \"L2,L3,L1\"",
            _ => null,
        };
    }

    private static string? Reversed(string text, string? phases, DeviceDescription? device)
    {
        if (MeterWiring.ParsePhases(text, out _) is not { } turned)
        {
            return "must be the grid's phases whose clamps sit the other way round, as \"L2\" or \"L1,L2,L3\"";
        }

        ImmutableArray<Phase> own = (phases is null ? null : MeterWiring.ParsePhases(phases, out _)) ?? (device is { SunSpec: null, Phases: 1 } ? [Phase.L1] : [Phase.L1, Phase.L2, Phase.L3]);
        return turned.All(own.Contains) ? null : $"names a phase this device is not on; it is on {string.Join(", ", own)}";
    }

    private static string Plain(string phases) => phases.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
}
