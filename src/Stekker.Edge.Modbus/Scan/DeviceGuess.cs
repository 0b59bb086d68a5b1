using System.Collections.Immutable;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Devices.SunSpec;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;

namespace Stekker.Edge.Modbus.Scan;

/// <summary>
/// What a unit is: by what it says of itself where that is known, else by which description makes sense of it: a mains voltage, a mains
/// frequency and small values where they belong.
/// </summary>
public static class DeviceGuess
{
    private const int SaysSo = 100;
    private const int ForVoltage = 40;
    private const int ForFrequency = 30;
    private const int ForAnswering = 5;
    private const int Enough = 40;

    public static async Task<ImmutableArray<Proposal>> ProposeAsync(IModbusLink link, byte unit, TimeSpan patience, CancellationToken cancel)
    {
        Memory asked = new(link, unit, patience);
        if (await SunSpecAsync(link, unit, patience, cancel) is { } sunSpec)
        {
            return [sunSpec];
        }

        List<Proposal> proposals = [];
        foreach (DeviceDescription device in DeviceCatalogue.All.Where(static d => d.SunSpec is null))
        {
            if (await ScoreAsync(device, asked, cancel) is { } proposal)
            {
                proposals.Add(proposal);
            }
        }

        int best = proposals.Count == 0 ? 0 : proposals.Max(static p => p.Score);
        return [.. proposals.Where(p => p.Score >= Enough && (best < SaysSo || p.Score >= SaysSo)).OrderByDescending(static p => p.Score)];
    }

    private static async Task<Proposal?> SunSpecAsync(IModbusLink link, byte unit, TimeSpan patience, CancellationToken cancel)
    {
        (SunSpecChain? chain, _) = await SunSpecChain.WalkAsync(link, unit, patience * 5, cancel);
        if (chain is null)
        {
            return null;
        }

        string maker = chain.Manufacturer.ToUpperInvariant();
        bool inverter = chain.Models.Any(static m => SunSpecModels.IsInverter(m.Id));
        string id = (maker.Contains("FRONIUS", StringComparison.Ordinal), maker.Contains("SOLAREDGE", StringComparison.Ordinal), inverter) switch
        {
            (true, _, true) => "fronius",
            (true, _, false) => "fronius-meter",
            (_, true, true) => "solaredge",
            (_, true, false) => "solaredge-meter",
            (_, _, true) => "sunspec-inverter",
            _ => "sunspec",
        };
        string models = string.Join(", ", chain.Models.Select(static m => m.Id));
        return new(id, $"{chain.Manufacturer} {chain.Model}".Trim(), SaysSo, $"SunSpec models {models}, serial number {chain.Serial}");
    }

    private static async Task<Proposal?> ScoreAsync(DeviceDescription device, Memory asked, CancellationToken cancel)
    {
        if (device.Identity is { } identity
            && await asked.WordsAsync(identity.Table, identity.Address, identity.Count, cancel) is { } words && identity.Holds(words.AsSpan()))
        {
            return new(device.Id, device.Name, SaysSo, "the device says so");
        }

        (int volts, string seen) = await MainsAsync(device, Quantity.Voltage, 200, 260, "V", asked, cancel);
        (int hertz, string alsoSeen) = await MainsAsync(device, Quantity.Frequency, 49, 51, "Hz", asked, cancel);
        if (volts <= 0)
        {
            return null;
        }

        int score = (ForVoltage * Math.Sign(volts)) + (ForFrequency * Math.Sign(hertz)) + (ForAnswering * Math.Max(volts - 1, 0));
        return new(device.Id, device.Name, score, $"{seen}{alsoSeen}".TrimEnd(',', ' '));
    }

    /// <summary>How many registers of a quantity hold a mains value; negative where one holds nonsense, as another device's would.</summary>
    private static async Task<(int Count, string Seen)> MainsAsync(DeviceDescription device, Quantity quantity, double least, double most, string unit, Memory asked, CancellationToken cancel)
    {
        int count = 0;
        string seen = "";
        foreach (Register register in device.Registers.Where(r => r.Quantity == quantity))
        {
            ImmutableArray<ushort>? words = await asked.WordsAsync(register.Table, register.Address, register.Type.Words(), cancel);
            double? value = words is { } w ? register.Decode(register.Address, w.AsSpan()) : null;
            if (value is null || (value == 0 && count > 0))
            {
                // Not there, or a phase that is not connected.
                continue;
            }

            if (value < least || value > most)
            {
                return (-1, "");
            }

            seen += seen.Length == 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"shows {value:0.#} {unit}, ") : "";
            count++;
        }

        return (count, seen);
    }

    /// <summary>Many descriptions look at the same registers: each is asked once.</summary>
    private sealed class Memory(IModbusLink link, byte unit, TimeSpan patience)
    {
        private readonly Dictionary<(RegisterTable, ushort, int), ImmutableArray<ushort>?> known = [];

        public async Task<ImmutableArray<ushort>?> WordsAsync(RegisterTable table, ushort address, int count, CancellationToken cancel)
        {
            if (!known.TryGetValue((table, address, count), out ImmutableArray<ushort>? words))
            {
                ModbusRequest request = table == RegisterTable.Input ? ModbusRequest.ReadInput(address, count) : ModbusRequest.ReadHolding(address, count);
                words = await link.AskAsync(unit, request, patience, cancel) is ModbusReply.Registers r ? r.Values : null;
                known[(table, address, count)] = words;
            }

            return words;
        }
    }
}
