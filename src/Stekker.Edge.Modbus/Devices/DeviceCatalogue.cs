using System.Collections.Frozen;
using System.Collections.Immutable;
using Stekker.Edge.Modbus.Devices.CarloGavazzi;
using Stekker.Edge.Modbus.Devices.Clamps;
using Stekker.Edge.Modbus.Devices.Eastron;
using Stekker.Edge.Modbus.Devices.Inverters;
using Stekker.Edge.Modbus.Devices.Others;
using Stekker.Edge.Modbus.Devices.SunSpec;

namespace Stekker.Edge.Modbus.Devices;

/// <summary>Every device known by name.</summary>
public static class DeviceCatalogue
{
    /// <summary>In the configuration this name goes with a description of the site's own.</summary>
    public const string Custom = "custom";

    public static ImmutableArray<DeviceDescription> All { get; } =
    [
        Sdm630.Device, Sdm120.Device, Sdm230.Device, Sdm72V2.Device, Sdm72.Device,
        Em24.Device, Em24Ethernet.Device, Em300.Em330, Em300.Em340, Em300.Et330, Em300.Et340, Em100.Em111, Em100.Em112, Em100.Et112,
        AbbB.B21, AbbB.B23, AbbB.B24, SchneiderIem3000.Iem3155, SchneiderIem3000.Iem3255, SocomecCountis.Device,
        JanitzaUmg.Umg96Rm, JanitzaUmg.Umg604, SiemensPac2200.Device, Finder7M.Device, ShellyPro3Em.Device,
        Pzem016.Device, Adw300.Device, Adl400.Integers, Adl400.Floats,
        .. SunSpecDevice.Catalogue,
        Sma.Inverter, Sma.Grid, Sma.Battery, Huawei.Inverter, Huawei.Meter, Huawei.Battery,
        GoodWe.Et, GoodWe.EtMeter, GoodWe.EtBattery, GoodWe.Dt, GoodWe.DtOld,
    ];

    private static readonly FrozenDictionary<string, DeviceDescription> ById = All.ToFrozenDictionary(static d => d.Id, StringComparer.OrdinalIgnoreCase);

    public static DeviceDescription? Find(string id) => ById.GetValueOrDefault(id.Trim());

    /// <summary>What to tell whoever wrote a name that is not here.</summary>
    public static string Unknown(string id)
    {
        DeviceDescription[] near = [.. All.Where(d => Distance(d.Id, id.Trim().ToLowerInvariant()) <= 2).Take(3)];
        return near.Length > 0
            ? $"device \"{id}\" is not known: did you mean {string.Join(" or ", near.Select(static d => d.Id))}?"
            : $"device \"{id}\" is not known: \"meter list-devices\" shows all names; a device that is not among them is described as \"{Custom}\"";
    }

    /// <summary>Letters to change, add or drop.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int best = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = row[j];
                row[j] = best;
            }
        }

        return row[b.Length];
    }
}
