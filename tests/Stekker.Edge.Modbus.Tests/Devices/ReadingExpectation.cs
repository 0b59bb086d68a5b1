using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Plausibility;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Tests.Devices;

/// <summary>What a reading must show of the values a device was given: all it has registers for, and nothing it has not.</summary>
internal static class ReadingExpectation
{
    public static void Holds(DeviceDescription device, ReadingValues values, MeterReading reading)
    {
        foreach (Phase line in Lines.All)
        {
            Assert.Equal(Has(device, Quantity.Voltage, line) ? Rounded(values[Quantity.Voltage, line] * 10) : null, reading.Voltage.On(line)?.Decivolts);
            bool power = Has(device, Quantity.Power, line) || (device.Phases == 1 && line == Phase.L1);
            Assert.Equal(power ? Rounded(values[Quantity.Power, line]) : null, reading.PhasePower.On(line)?.Value);
            long sign = values[Quantity.Power] < 0 && Has(device, Quantity.Power) ? -1 : 1;
            Assert.Equal(Has(device, Quantity.Current, line) ? sign * Rounded(values[Quantity.Current, line] * 10) : null, reading.Current.On(line)?.Deciamperes);
        }

        Assert.Equal(Has(device, Quantity.Power) ? Rounded(values[Quantity.Power]) : null, reading.Power?.Value);
        Assert.Equal(Total(device, Quantity.ImportEnergy) ? Rounded(values[Quantity.ImportEnergy]) : null, reading.ImportEnergy?.Value);
        Assert.Equal(Total(device, Quantity.ExportEnergy) ? Rounded(values[Quantity.ExportEnergy]) : null, reading.ExportEnergy?.Value);
        Assert.Equal(Total(device, Quantity.TotalEnergy) ? Rounded(values[Quantity.TotalEnergy]) : null, reading.TotalEnergy?.Value);
        Assert.Equal(Total(device, Quantity.Frequency) ? 50_000 : null, reading.FrequencyMilliHz);
        Assert.Equal(Has(device, Quantity.PvPower) ? 7000 : null, reading.PvPower?.Value);
        Assert.Equal(Has(device, Quantity.StateOfCharge) ? 550 : null, reading.StateOfCharge?.Permille);
        Assert.Equal(!device.HasDirection, reading.IsEstimate);
    }

    private static bool Has(DeviceDescription device, Quantity quantity, Phase? phase = null) => device.Registers.Any(r => r.Quantity == quantity && (phase is null || r.Phase == phase));

    private static bool Total(DeviceDescription device, Quantity quantity) => Has(device, quantity, Phase.Total);

    private static long? Rounded(double? value) => value is { } v ? (long)Math.Round(v) : null;
}
