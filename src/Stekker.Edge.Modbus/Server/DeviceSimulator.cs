using System.Collections.Immutable;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Server;

/// <summary>Fills a bank as the real device would show the values: decoding turned round, from the same description.</summary>
public static class DeviceSimulator
{
    public static RegisterBank NewBank(DeviceDescription device, bool refuseGaps = false) =>
        new() { MostPerRead = device.MostPerRead, GapsReadZero = !refuseGaps && device.MostGap > 0 };

    public static void Fill(RegisterBank bank, DeviceDescription device, ReadingValues values)
    {
        Span<ushort> words = stackalloc ushort[4];
        foreach (IGrouping<(Quantity, Phase), Register> same in device.Registers.GroupBy(static r => (r.Quantity, r.Phase)))
        {
            double? value = values[same.Key.Item1, same.Key.Item2];
            Register carrier = Carrier(same, value);
            foreach (Register register in same)
            {
                double? raw = register == carrier ? value / register.Scale : value is null ? null : 0;
                if (register.ScaleFactorAt is { } at)
                {
                    int power = ScaleFactor(register.Quantity);
                    raw /= Math.Pow(10, power);
                    bank.Put(register.Table, at, (ushort)(short)power);
                }

                RegisterCodec.Encode(raw, register.Type, register.Order, words);
                bank.Put(register.Table, register.Address, words[..register.Type.Words()]);
            }
        }

        Identify(bank, device);
    }

    public static ReadingValues ValuesOf(MeterReading reading)
    {
        ReadingValues values = new();
        values[Quantity.Power] = reading.Power?.Value;
        values[Quantity.PvPower] = reading.PvPower?.Value;
        values[Quantity.ReactivePower] = reading.ReactivePowerVar;
        values[Quantity.Frequency] = reading.FrequencyMilliHz / 1000.0;
        values[Quantity.PowerFactor] = reading.PowerFactorPermille / 1000.0;
        values[Quantity.ImportEnergy] = reading.ImportEnergy?.Value;
        values[Quantity.ExportEnergy] = reading.ExportEnergy?.Value;
        values[Quantity.TotalEnergy] = reading.TotalEnergy?.Value;
        values[Quantity.StateOfCharge] = reading.StateOfCharge?.Permille / 1000.0;
        ImmutableArray<Phase> lines = [Phase.L1, Phase.L2, Phase.L3];
        foreach (Phase line in lines)
        {
            values[Quantity.Power, line] = Plausibility.Lines.On(reading.PhasePower, line)?.Value;

            // Meters show current without its direction.
            values[Quantity.Current, line] = Plausibility.Lines.On(reading.Current, line) is { } amperes ? Math.Abs(amperes.Deciamperes) / 10.0 : null;
            values[Quantity.Voltage, line] = Plausibility.Lines.On(reading.Voltage, line)?.Decivolts / 10.0;
        }

        return values;
    }

    /// <summary>Of registers that are added, the one that can show this sign.</summary>
    private static Register Carrier(IEnumerable<Register> same, double? value) =>
        same.FirstOrDefault(r => r.Type.IsSigned() && same.All(o => Math.Sign(o.Scale) == Math.Sign(r.Scale)))
        ?? same.FirstOrDefault(r => Math.Sign(r.Scale) == (value < 0 ? -1 : 1))
        ?? same.First();

    private static int ScaleFactor(Quantity quantity) => quantity switch
    {
        Quantity.Voltage => -1,
        Quantity.Current or Quantity.Frequency => -2,
        Quantity.StateOfCharge => -1,
        _ => 0,
    };

    private static void Identify(RegisterBank bank, DeviceDescription device)
    {
        if (device.Identity is not { } identity)
        {
            return;
        }

        ushort[] words = new ushort[identity.Count];
        RegisterText.Put(identity.Text ?? "", words);
        if (identity.Words is [var first, ..])
        {
            words[0] = first;
        }

        bank.Put(identity.Table, identity.Address, words);
    }
}
