using System.Collections.Immutable;
using Stekker.Edge.Core.Solar;

namespace Stekker.Edge.Cloud.Documents;

/// <summary>A weather forecast; the ranges are those of <see cref="WeatherPoint"/>.</summary>
internal sealed record WeatherDocument(long Version, ImmutableArray<WeatherPoint> Points)
{
    /// <summary>Two weeks by the quarter.</summary>
    private const int MostPoints = 14 * 96;

    public static WeatherDocument Read(DocumentObject root)
    {
        long version = DocumentSyntax.Version(root);
        List<WeatherPoint> points = [];
        foreach (DocumentObject from in root.Objects("points", MostPoints))
        {
            DateTimeOffset? start = from.Moment("start");
            double? light = (double?)from.Number("globalWPerM2", 0, 1500, "W/m²");
            double? cloud = (double?)from.Number("cloudFraction", 0, 1, "");
            double? temperature = (double?)from.Number("temperatureC", -60, 60, "°C");
            if (start is not { } at)
            {
                continue;
            }

            if (points.Count > 0 && at <= points[^1].Start)
            {
                from.Error("start", at == points[^1].Start ? "it is there already, in the point before" : "it is before the one before; points are in the order of time");
            }
            else
            {
                points.Add(new WeatherPoint(at, light, cloud, temperature));
            }
        }

        return new WeatherDocument(version, [.. points]);
    }
}
