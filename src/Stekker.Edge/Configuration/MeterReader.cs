using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Modbus.Devices;
using Polled = Stekker.Edge.Modbus.Polling.MeterSettings;

namespace Stekker.Edge.Configuration;

/// <summary>Meters: what is left out is the device's own factory setting.</summary>
internal static class MeterReader
{
    public static ImmutableArray<MeterSettings> Read(List<ObjectReader> items, GridSettings grid, Surroundings surroundings)
    {
        List<MeterSettings> read = [];
        string[] ids = [.. items.Select(i => i.Text("id", ConfigurationTexts.Id) ?? "")];
        for (int i = 0; i < items.Count; i++)
        {
            ObjectReader from = items[i];
            from.Require("role", "what it measures, as \"grid\"");
            from.Require("device", "its name in the device catalogue, as \"sdm630\", or \"custom\"");
            MeterRole? role = from.Choice(
                "role",
                ("grid", MeterRole.Grid),
                ("solar", MeterRole.Solar),
                ("building", MeterRole.Building),
                ("battery", MeterRole.Battery),
                ("chargePoint", MeterRole.ChargePoint));
            string name = from.Text("device", d => Device(d, surroundings.MeterDevices)) ?? "";
            (CustomMeterSettings? custom, DeviceDescription? described) = CustomMeterReader.Read(from.Object("custom"));
            Belongs(from, name, custom);
            DeviceDescription? device = custom is null ? DeviceCatalogue.Find(name) : described;
            if (role == MeterRole.Grid && read.Any(m => m.Role == MeterRole.Grid))
            {
                from.Error("role", "is taken by a meter above; a site has one grid connection");
            }

            if (ids[i].Length > 0 && ids.AsSpan(0, i).Contains(ids[i]))
            {
                from.Error("id", "is taken by a meter above; each needs its own");
            }

            MeterSettings meter = new()
            {
                Id = ids[i].Length > 0 ? ids[i] : FreeId(role ?? MeterRole.Building, [.. ids, .. read.Select(m => m.Id)]),
                Role = role ?? MeterRole.Building,
                Device = name,
                Line = MeterLineReader.Read(from, device),
                UnitId = from.Whole("unitId", 0, 255) ?? device?.UnitId ?? 1,
                Interval = Milliseconds(from, "intervalMs", 100, 3_600_000) ?? (role == MeterRole.Grid ? Polled.GridInterval : Polled.OtherInterval),
                Timeout = Milliseconds(from, "timeoutMs", 10, 60_000),
                Wiring = MeterWiringReader.Read(from.Object("wiring"), device, role, grid),
                Custom = custom,
            };
            MeterLineReader.Share(from, meter, read);
            read.Add(meter);
            from.Finish();
        }

        return [.. read];
    }

    private static TimeSpan? Milliseconds(ObjectReader from, string name, int least, int most) =>
        from.Whole(name, least, most, " milliseconds") is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

    private static string? Device(string name, IReadOnlyCollection<string> known)
    {
        if (known.Contains(name) || name == DeviceCatalogue.Custom)
        {
            return null;
        }

        return name.Length <= 64 && DidYouMean.Nearest(name, [.. known, DeviceCatalogue.Custom]) is { } nearest
            ? $"is not in the device catalogue; did you mean \"{nearest}\"?"
            : $"is not in the device catalogue; 'stekker-edge meter list-devices' shows what is, \"{DeviceCatalogue.Custom}\" is described under that key";
    }

    private static void Belongs(ObjectReader from, string device, CustomMeterSettings? custom)
    {
        if (device == DeviceCatalogue.Custom)
        {
            from.Require("custom", "what the device measures and where: { \"registers\": [ … ] }");
        }
        else if (custom is not null && device.Length > 0)
        {
            from.Error("custom", $"describes a device, yet device is \"{device}\"; make it \"{DeviceCatalogue.Custom}\", or take the description out");
        }
    }

    /// <summary>"solar-1", "solar-2" … in the file's order.</summary>
    private static string FreeId(MeterRole role, string[] taken)
    {
        string word = role switch
        {
            MeterRole.Grid => "grid",
            MeterRole.Solar => "solar",
            MeterRole.Battery => "battery",
            MeterRole.ChargePoint => "chargePoint",
            _ => "building",
        };
        int number = 1;
        while (taken.Contains(Numbered(word, number)))
        {
            number++;
        }

        return Numbered(word, number);
    }

    private static string Numbered(string word, int number) => string.Create(CultureInfo.InvariantCulture, $"{word}-{number}");
}
