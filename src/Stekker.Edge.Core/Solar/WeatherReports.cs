using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Solar;

/// <summary>Weather forecasts come in; a bad one is refused whole and the one before kept.</summary>
internal static class WeatherReports
{
    /// <summary>Two weeks by the quarter.</summary>
    private const int MostPoints = 14 * 96;

    public static void Put(Turn turn, SiteEvent.WeatherPut e)
    {
        if (WhyNot(e) is { } why)
        {
            turn.Answer(e.Request, new Reply.Impossible(why));
            return;
        }

        turn.State = turn.State with { Weather = new WeatherForecast(e.Points) };
        turn.Answer(e.Request, new Reply.Done());
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
