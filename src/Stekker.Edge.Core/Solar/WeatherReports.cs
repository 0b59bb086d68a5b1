using System.Collections.Immutable;
using Stekker.Edge.Core.Cloud;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Solar;

/// <summary>Weather forecasts come in; a bad one is refused whole and the one before kept.</summary>
internal static class WeatherReports
{
    /// <summary>Two weeks by the quarter.</summary>
    private const int MostPoints = 14 * 96;

    /// <summary>What is older tells nothing any more.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public static void Put(Turn turn, SiteEvent.WeatherPut e)
    {
        if (Documents.IsKnown(turn, e.Request, CloudDocument.Weather, e.Version))
        {
            return;
        }

        if (WhyNot(e) is { } why)
        {
            turn.Answer(e.Request, new Reply.Impossible(why));
            return;
        }

        ImmutableArray<WeatherPoint> points = turn.Now.UtcTrusted ? e.Points.RemoveAll(p => p.Start < turn.Now.Utc - Kept) : e.Points;
        if (!points.AsSpan().SequenceEqual(turn.State.Weather.Points.AsSpan()))
        {
            turn.State = turn.State with { Weather = new WeatherForecast(points) };
            turn.Save(new Effect.SaveWeather(points));
        }

        Documents.Taken(turn, e.Request, CloudDocument.Weather, e.Version);
    }

    private static string? WhyNot(SiteEvent.WeatherPut e)
    {
        if (e.Points.Length > MostPoints)
        {
            return $"a weather forecast of {e.Points.Length} points: it has at most {MostPoints}";
        }

        for (int i = 0; i < e.Points.Length; i++)
        {
            string? fault = e.Points[i].Fault
                ?? (i > 0 && e.Points[i].Start <= e.Points[i - 1].Start ? $"weather at {e.Points[i].Start:yyyy-MM-dd HH:mm} comes after a later one: they are in the order of time" : null);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }
}
