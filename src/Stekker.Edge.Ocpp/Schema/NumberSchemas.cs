using System.Text.Json;

namespace Stekker.Edge.Ocpp.Schema;

/// <summary>A whole number that fits 32 bits. 5.0 is one: JSON does not tell it from 5, and some firmware writes it so.</summary>
public sealed class IntegerSchema(int min = int.MinValue, int max = int.MaxValue) : ValueSchema
{
    public int Min => min;

    public int Max => max;

    public override string Expected => (min, max) switch
    {
        (int.MinValue, int.MaxValue) => "a whole number",
        (_, int.MaxValue) => $"a whole number of at least {min}",
        (int.MinValue, _) => $"a whole number of at most {max}",
        _ => $"a whole number from {min} to {max}",
    };

    internal override PayloadFault? Check(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            return WrongType(ref reader);
        }
        if (!reader.TryGetInt32(out var value))
        {
            if (!reader.TryGetDecimal(out var exact))
            {
                return WrongValue(ref reader);
            }
            if (decimal.Truncate(exact) != exact)
            {
                return WrongType(ref reader);
            }
            if (exact is < int.MinValue or > int.MaxValue)
            {
                return WrongValue(ref reader);
            }
            value = (int)exact;
        }
        return value < min || value > max ? WrongValue(ref reader) : null;
    }
}

/// <summary>A decimal number; where the specification says so, in steps of 0.1 (limits: OCPP 1.6 §7.14).</summary>
public sealed class DecimalSchema(decimal? min = null, bool isTenths = false) : ValueSchema
{
    /// <summary>
    /// Firmware that computes in 32-bit floats sends 16.1 as 16.1000004; that is still 16.1. A real second decimal is not let through.
    /// </summary>
    public const decimal FloatNoise = 0.0001m;

    public decimal? Min => min;

    public bool IsTenths => isTenths;

    public override string Expected =>
        "a number" + (min is { } least ? $" of at least {least}" : "") + (isTenths ? " with at most one decimal" : "");

    internal override PayloadFault? Check(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.Number)
        {
            return WrongType(ref reader);
        }
        if (!reader.TryGetDecimal(out var value) || value < min)
        {
            return WrongValue(ref reader);
        }
        return isTenths && Math.Abs(value - Math.Round(value, 1)) > FloatNoise ? WrongValue(ref reader) : null;
    }
}
