using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Meters;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;

namespace Stekker.Edge.Configuration;

/// <summary>A device's description. What its words mean, the device's side judges: the same judgement as when it is read.</summary>
internal static class CustomMeterReader
{
    private const int Lowest = int.MinValue;
    private const int Highest = int.MaxValue;

    /// <summary>Both null where the file describes none; the second also where the description has errors.</summary>
    public static (CustomMeterSettings? Custom, DeviceDescription? Described) Read(ObjectReader from)
    {
        from.Require("registers", "what the device measures and where, as [ { \"quantity\": \"power\", \"address\": 52, \"type\": \"float32\" } ]");
        CustomMeterSettings custom = new(
            from.Text("name", ConfigurationTexts.Id) ?? "custom device",
            from.Text("kind", Any) ?? "meter",
            from.Whole("phases", Lowest, Highest) ?? 3,
            from.Whole("mostPerRead", Lowest, Highest) ?? ModbusLimits.ReadRegisters,
            from.Whole("mostGap", Lowest, Highest) ?? 0,
            from.Flag("hasDirection") ?? true,
            []);
        List<ObjectReader> items = from.List("registers");
        custom = custom with { Registers = [.. items.Select(Register)] };
        from.Finish();
        if (!from.IsThere)
        {
            return (null, null);
        }

        (DeviceDescription? device, ImmutableArray<CustomFault> faults) = CustomMeters.Describe(custom);
        foreach (CustomFault fault in faults)
        {
            Tell(fault, from, items);
        }

        return (custom, device);
    }

    private static CustomRegisterSettings Register(ObjectReader from)
    {
        from.Require("quantity", "what it measures, as \"power\"");
        from.Require("address", "where it is, counted from zero");
        from.Require("type", "how it is written, as \"float32\"");
        CustomRegisterSettings register = new(
            from.Text("quantity", Any) ?? "",
            from.Text("phase", Any) ?? "total",
            from.Whole("function", Lowest, Highest) ?? 3,
            from.Whole("address", Lowest, Highest) ?? 0,
            from.Text("type", Any) ?? "",
            from.Text("order", Any) ?? "ABCD",
            from.Number("scale", -1_000_000_000, 1_000_000_000, "", 9) ?? 1);
        from.Finish();
        return register;
    }

    /// <summary>At the key it is about. What is missing or no text at all has been told as that.</summary>
    private static void Tell(CustomFault fault, ObjectReader from, List<ObjectReader> items)
    {
        (ObjectReader at, string key) = (from, fault.Key);
        if (fault.Key.LastIndexOf("].", StringComparison.Ordinal) is > 0 and var end)
        {
            int open = fault.Key.IndexOf('[', StringComparison.Ordinal);
            at = items[int.Parse(fault.Key.AsSpan(open + 1, end - open - 1), System.Globalization.CultureInfo.InvariantCulture)];
            key = fault.Key[(end + 2)..];
        }

        if (at.IsRight(key))
        {
            at.Error(key, fault.WhatWouldBeRight);
        }
    }

    private static string? Any(string text) => text.Length <= 64 ? null : "must be one word";
}
