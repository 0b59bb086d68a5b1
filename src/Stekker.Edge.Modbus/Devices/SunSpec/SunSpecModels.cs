using System.Collections.Immutable;

namespace Stekker.Edge.Modbus.Devices.SunSpec;

/// <summary>The models that measure, point by point.</summary>
internal static class SunSpecModels
{
    public const int Common = 1;
    public const int Storage = 124;
    public const int Strings = 160;
    public const int DerMeasurement = 701;
    public const int DerStorage = 713;
    public const int BatteryBase = 802;

    public static bool IsInverter(int id) => id is (>= 101 and <= 103) or (>= 111 and <= 113) or DerMeasurement;

    public static bool IsMeter(int id) => id is (>= 201 and <= 204) or (>= 211 and <= 214);

    public static bool IsBattery(int id) => id is Storage or DerStorage or BatteryBase;

    /// <summary>1 for single phase, 2 for split, else 3.</summary>
    public static int Phases(int id) => id == DerMeasurement ? 3 : Math.Min(id % 10, 3);

    public static ImmutableArray<SunSpecPoint> Of(int id) => id switch
    {
        101 or 102 or 103 => Inverter,
        111 or 112 or 113 => InverterFloat,
        201 or 202 or 203 or 204 => Meter,
        211 or 212 or 213 or 214 => MeterFloat,
        Storage => [new(Quantity.StateOfCharge, Phase.Total, 8, RegisterType.UInt16, 22)],
        DerStorage => [new(Quantity.StateOfCharge, Phase.Total, 4, RegisterType.UInt16, 8)],
        BatteryBase =>
        [
            new(Quantity.StateOfCharge, Phase.Total, 11, RegisterType.UInt16, 56),
            new(Quantity.Power, Phase.Total, 47, RegisterType.Int16, 63),
        ],
        DerMeasurement => Der,
        _ => [],
    };

    private static readonly ImmutableArray<SunSpecPoint> Inverter =
    [
        .. Three(Quantity.Current, 3, 1, RegisterType.UInt16, 6),
        .. Three(Quantity.Voltage, 10, 1, RegisterType.UInt16, 13),
        new(Quantity.Power, Phase.Total, 14, RegisterType.Int16, 15),
        new(Quantity.Frequency, Phase.Total, 16, RegisterType.UInt16, 17),
        new(Quantity.ApparentPower, Phase.Total, 18, RegisterType.Int16, 19),
        new(Quantity.ReactivePower, Phase.Total, 20, RegisterType.Int16, 21),
        new(Quantity.ExportEnergy, Phase.Total, 24, RegisterType.UInt32, 26) { IsAccumulator = true },
        new(Quantity.PvPower, Phase.Total, 31, RegisterType.Int16, 32),
    ];

    private static readonly ImmutableArray<SunSpecPoint> InverterFloat =
    [
        .. Three(Quantity.Current, 4, 2, RegisterType.Float32, null),
        .. Three(Quantity.Voltage, 16, 2, RegisterType.Float32, null),
        new(Quantity.Power, Phase.Total, 22, RegisterType.Float32),
        new(Quantity.Frequency, Phase.Total, 24, RegisterType.Float32),
        new(Quantity.ApparentPower, Phase.Total, 26, RegisterType.Float32),
        new(Quantity.ReactivePower, Phase.Total, 28, RegisterType.Float32),
        new(Quantity.ExportEnergy, Phase.Total, 32, RegisterType.Float32) { IsAccumulator = true },
        new(Quantity.PvPower, Phase.Total, 38, RegisterType.Float32),
    ];

    private static readonly ImmutableArray<SunSpecPoint> Meter =
    [
        .. Three(Quantity.Current, 3, 1, RegisterType.Int16, 6),
        .. Three(Quantity.Voltage, 8, 1, RegisterType.Int16, 15),
        new(Quantity.Frequency, Phase.Total, 16, RegisterType.Int16, 17),
        new(Quantity.Power, Phase.Total, 18, RegisterType.Int16, 22),
        .. Three(Quantity.Power, 19, 1, RegisterType.Int16, 22),
        new(Quantity.ReactivePower, Phase.Total, 28, RegisterType.Int16, 32),
        new(Quantity.ExportEnergy, Phase.Total, 38, RegisterType.UInt32, 54) { IsAccumulator = true },
        .. Three(Quantity.ExportEnergy, 40, 2, RegisterType.UInt32, 54, accumulates: true),
        new(Quantity.ImportEnergy, Phase.Total, 46, RegisterType.UInt32, 54) { IsAccumulator = true },
        .. Three(Quantity.ImportEnergy, 48, 2, RegisterType.UInt32, 54, accumulates: true),
    ];

    private static readonly ImmutableArray<SunSpecPoint> MeterFloat =
    [
        .. Three(Quantity.Current, 4, 2, RegisterType.Float32, null),
        .. Three(Quantity.Voltage, 12, 2, RegisterType.Float32, null),
        new(Quantity.Frequency, Phase.Total, 26, RegisterType.Float32),
        new(Quantity.Power, Phase.Total, 28, RegisterType.Float32),
        .. Three(Quantity.Power, 30, 2, RegisterType.Float32, null),
        new(Quantity.ReactivePower, Phase.Total, 44, RegisterType.Float32),
        new(Quantity.ExportEnergy, Phase.Total, 60, RegisterType.Float32) { IsAccumulator = true },
        .. Three(Quantity.ExportEnergy, 62, 2, RegisterType.Float32, null, accumulates: true),
        new(Quantity.ImportEnergy, Phase.Total, 68, RegisterType.Float32) { IsAccumulator = true },
        .. Three(Quantity.ImportEnergy, 70, 2, RegisterType.Float32, null, accumulates: true),
    ];

    private static readonly ImmutableArray<SunSpecPoint> Der =
    [
        new(Quantity.Power, Phase.Total, 10, RegisterType.Int16, 116),
        new(Quantity.Frequency, Phase.Total, 17, RegisterType.UInt32, 115),
        new(Quantity.ExportEnergy, Phase.Total, 19, RegisterType.UInt64, 120),
        new(Quantity.ImportEnergy, Phase.Total, 23, RegisterType.UInt64, 120),
        new(Quantity.Power, Phase.L1, 41, RegisterType.Int16, 116),
        new(Quantity.Power, Phase.L2, 64, RegisterType.Int16, 116),
        new(Quantity.Power, Phase.L3, 87, RegisterType.Int16, 116),
    ];

    private static IEnumerable<SunSpecPoint> Three(Quantity quantity, int first, int step, RegisterType type, int? scaleFactor, bool accumulates = false)
    {
        for (int i = 0; i < 3; i++)
        {
            yield return new(quantity, Phase.L1 + i, first + (i * step), type, scaleFactor) { IsAccumulator = accumulates };
        }
    }
}
