using System.Collections.Immutable;

namespace Stekker.Edge.Core.Solar;

/// <summary>What the weather is expected to be from a moment on. What is null is not forecast.</summary>
/// <param name="GlobalWPerM2">Light on a flat surface, 0 to 1500.</param>
/// <param name="CloudFraction">0 is clear, 1 is overcast; used where there is no light forecast.</param>
/// <param name="TemperatureC">Of the air, -60 to 60.</param>
public readonly record struct WeatherPoint(DateTimeOffset Start, double? GlobalWPerM2, double? CloudFraction, double? TemperatureC)
{
    /// <summary>What is wrong with it; null where nothing is.</summary>
    public string? Fault =>
        GlobalWPerM2 is { } g && !(g is >= 0 and <= 1500) ? $"irradiance {g} W/m² at {Start:yyyy-MM-dd HH:mm}: it is 0 to 1500"
        : CloudFraction is { } c && !(c is >= 0 and <= 1) ? $"cloud fraction {c} at {Start:yyyy-MM-dd HH:mm}: it is 0 to 1"
        : TemperatureC is { } t && !(t is >= -60 and <= 60) ? $"temperature {t} °C at {Start:yyyy-MM-dd HH:mm}: it is -60 to 60"
        : null;
}

/// <summary>A weather forecast, in the order of time.</summary>
public sealed record WeatherForecast(ImmutableArray<WeatherPoint> Points)
{
    public static readonly WeatherForecast None = new([]);

    /// <summary>A point holds until the next one, but no longer.</summary>
    private static readonly TimeSpan HoldsAtMost = TimeSpan.FromHours(3);

    /// <summary>Null where nothing is forecast for then.</summary>
    public WeatherPoint? At(DateTimeOffset at)
    {
        int low = 0;
        int high = Points.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            (low, high) = Points[middle].Start <= at ? (middle + 1, high) : (low, middle - 1);
        }

        return high >= 0 && at - Points[high].Start < HoldsAtMost ? Points[high] : null;
    }
}
