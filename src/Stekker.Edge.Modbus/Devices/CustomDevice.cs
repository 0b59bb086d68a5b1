using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Modbus.Devices;

/// <summary>A register as the site's configuration describes it; texts as written there.</summary>
public sealed record CustomRegister
{
    /// <summary>voltage, current, power, reactivePower, frequency, importEnergy, exportEnergy, pvPower, stateOfCharge …</summary>
    public string Quantity { get; init; } = "";

    /// <summary>L1, L2, L3 or total.</summary>
    public string Phase { get; init; } = "total";

    /// <summary>3 (holding) or 4 (input).</summary>
    public int Function { get; init; } = 3;

    /// <summary>Zero-based.</summary>
    public int Address { get; init; } = -1;

    public string Type { get; init; } = "uint16";

    public string Order { get; init; } = "ABCD";

    /// <summary>To V, A, W, Wh, Hz; state of charge to 0..1. Negative turns the sign round.</summary>
    public double Scale { get; init; } = 1;
}

/// <summary>What is wrong with a description.</summary>
/// <param name="Key">Its path within the description, as "registers[0].type".</param>
/// <param name="Value">As written.</param>
public sealed record CustomFault(string Key, string Value, string WhatWouldBeRight)
{
    public override string ToString() => $"{Key} {Value}: {WhatWouldBeRight}";
}

/// <summary>A device that is not in the catalogue, described in the site's configuration.</summary>
public sealed record CustomDevice
{
    public string Name { get; init; } = "custom";

    /// <summary>meter, inverter or battery.</summary>
    public string Kind { get; init; } = "meter";

    public int Phases { get; init; } = 3;

    public int MostPerRead { get; init; } = ModbusLimits.ReadRegisters;

    public int MostGap { get; init; }

    public bool HasDirection { get; init; } = true;

    public ImmutableArray<CustomRegister> Registers { get; init; } = [];

    /// <summary>The description, or every error at once: key, value, what would be right.</summary>
    public (DeviceDescription? Device, ImmutableArray<CustomFault> Errors) Describe()
    {
        ImmutableArray<CustomFault>.Builder errors = ImmutableArray.CreateBuilder<CustomFault>();
        DeviceKind kind = Named<DeviceKind>(Kind, "kind", errors);
        Check(Phases is >= 1 and <= 3, "phases", Phases, "must be 1, 2 or 3", errors);
        Check(MostPerRead is >= 1 and <= ModbusLimits.ReadRegisters, "mostPerRead", MostPerRead, "must be a whole number from 1 to 125", errors);
        Check(MostGap is >= 0 and <= ModbusLimits.ReadRegisters, "mostGap", MostGap, "must be a whole number from 0 to 125", errors);
        Check(Registers.Length > 0, "registers", "[]", "must have at least one register, as { \"quantity\": \"power\", \"address\": 52, \"type\": \"float32\" }", errors);
        ImmutableArray<Register> registers = [.. Registers.Select((r, i) => Register(r, $"registers[{i}].", errors))];
        bool measures = registers.Any(static r => r.Quantity is Quantity.Power or Quantity.Current or Quantity.PvPower or Quantity.StateOfCharge);
        Check(measures || errors.Count > 0, "registers", "[…]", "must have a register of power or current: without one there is nothing to charge by", errors);
        return errors.Count > 0
            ? (null, errors.ToImmutable())
            : (new DeviceDescription
            {
                Id = DeviceCatalogue.Custom,
                Name = Name,
                Kind = kind,
                Phases = Phases,
                MostPerRead = MostPerRead,
                MostGap = MostGap,
                HasDirection = HasDirection,
                Registers = registers,
            }, []);
    }

    private Register Register(CustomRegister r, string at, ImmutableArray<CustomFault>.Builder errors)
    {
        Quantity quantity = Named<Quantity>(r.Quantity, $"{at}quantity", errors);
        Phase phase = Named<Phase>(r.Phase, $"{at}phase", errors);
        RegisterType type = Named<RegisterType>(r.Type, $"{at}type", errors);
        WordOrder order = Named<WordOrder>(r.Order, $"{at}order", errors);
        Check((int)phase <= Math.Max(Phases, 1), $"{at}phase", Quoted(r.Phase), $"is a phase the device does not have (phases is {Phases})", errors);
        Check(r.Function is 3 or 4, $"{at}function", r.Function, "must be 3 (holding registers) or 4 (input registers)", errors);
        Check(
            r.Address >= 0 && r.Address + type.Words() <= 0x10000,
            $"{at}address",
            r.Address,
            "must be from 0 to 65535, counted from zero (a manual's 40001 is 0 with function 3, its 30001 is 0 with function 4)",
            errors);
        Check(double.IsFinite(r.Scale) && r.Scale != 0, $"{at}scale", r.Scale, "must be a number that is not 0, as 0.1", errors);
        Check(type.Words() <= MostPerRead || MostPerRead < 1, $"{at}type", Quoted(r.Type), $"must be of at most mostPerRead ({MostPerRead}) registers", errors);
        return new(quantity, phase, r.Function == 4 ? RegisterTable.Input : RegisterTable.Holding, (ushort)Math.Clamp(r.Address, 0, 0xFFFF), type, order, r.Scale);
    }

    private static T Named<T>(string text, string key, ImmutableArray<CustomFault>.Builder errors)
        where T : struct, Enum
    {
        if (!int.TryParse(text, out _) && Enum.TryParse(text, ignoreCase: true, out T value))
        {
            return value;
        }

        // As people write them: power, importEnergy, total; but L1 and ABCD.
        string names = string.Join(", ", Enum.GetNames<T>().Select(static n => n.Length == 2 || n.All(char.IsAsciiLetterUpper) ? n : char.ToLowerInvariant(n[0]) + n[1..]));
        errors.Add(new(key, Quoted(text), $"must be one of {names}"));
        return default;
    }

    private static void Check(bool holds, string key, object value, string right, ImmutableArray<CustomFault>.Builder errors)
    {
        if (!holds)
        {
            errors.Add(new(key, string.Create(CultureInfo.InvariantCulture, $"{value}"), right));
        }
    }

    private static string Quoted(string text) => $"\"{text}\"";
}
