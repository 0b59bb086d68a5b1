using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.History;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Solar;
using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Forecasting;

/// <summary>
/// The sun's power: by the arrays' place and the weather forecast where there is one; else a clear sky, scaled by what the meter has shown
/// of it lately: the last hour's share at first, more and more the share of the last days. Without arrays in the configuration, what the
/// meter showed in the same quarter of the last days. Sun without a meter is in the building's own load, and nothing is added for it.
/// </summary>
internal static class SunForecast
{
    private const int Days = 5;
    private const int PtusPerDay = 96;
    private const int RecentPtus = 4;

    /// <summary>Less than this part of the arrays' peak tells nothing of the sky.</summary>
    private const double LeastTelling = 0.08;

    /// <summary>What an array may give beside the model: soiled, shaded, or better placed than told.</summary>
    private const double LeastShare = 0.02;
    private const double MostShare = 1.25;

    private static readonly TimeSpan Fades = TimeSpan.FromHours(3);

    public static double[] Of(SiteState state, DateTimeOffset from, int ptus)
    {
        double[] kw = new double[ptus];
        if (!state.Configuration.Meters.Any(m => m.Role == MeterRole.Solar))
        {
            return kw;
        }

        ImmutableArray<SolarArraySettings> arrays = state.Configuration.SolarArrays;
        if (arrays.IsEmpty || state.Configuration.Location is not { } location)
        {
            for (int t = 0; t < ptus; t++)
            {
                kw[t] = AsOnLastDays(state.History, from + (t * Ptu.Length));
            }

            return kw;
        }

        double peakKw = arrays.Sum(a => a.Panels * (double)a.PanelPeak.Value) / 1000;
        (double recent, double days) = Shares(state, arrays, location, from, peakKw);
        for (int t = 0; t < ptus; t++)
        {
            DateTimeOffset ptu = from + (t * Ptu.Length);
            WeatherPoint? weather = state.Weather.At(ptu + (Ptu.Length / 2));
            bool isForecast = weather is { GlobalWPerM2: not null } or { CloudFraction: not null };
            double share = isForecast ? 1 : days + ((recent - days) * Math.Exp(-(t * Ptu.Length) / Fades));
            kw[t] = share * SolarModel.MeanKw(arrays, location, ptu, weather);
        }

        return kw;
    }

    /// <summary>Of a clear sky's energy, what was measured in the last hour and over the last days; both 1 where nothing was.</summary>
    private static (double Recent, double Days) Shares(
        SiteState state, ImmutableArray<SolarArraySettings> arrays, LocationSettings location, DateTimeOffset from, double peakKw)
    {
        double wasKw = 0;
        double clearKw = 0;
        double? recent = null;
        for (int back = 1; back <= Days * PtusPerDay; back++)
        {
            DateTimeOffset ptu = from - (back * Ptu.Length);
            if (state.History.At(ptu)?.Solar is not { } measured)
            {
                continue;
            }

            double clear = SolarModel.PowerW(arrays, location, ptu + (Ptu.Length / 2), null) / 1000;
            if (clear >= LeastTelling * peakKw)
            {
                wasKw += measured.Value * 4 / 1000.0;
                clearKw += clear;
            }

            if (back == RecentPtus && clearKw > 0)
            {
                recent = Bounded(wasKw / clearKw);
            }
        }

        double days = clearKw > 0 ? Bounded(wasKw / clearKw) : 1;
        return (recent ?? days, days);
    }

    private static double Bounded(double share) => Math.Clamp(share, LeastShare, MostShare);

    private static double AsOnLastDays(SiteHistory history, DateTimeOffset ptu)
    {
        double sum = 0;
        int seen = 0;
        for (int day = 1; day <= Days + 2; day++)
        {
            if (history.At(ptu - TimeSpan.FromDays(day))?.Solar is { } wh)
            {
                sum += wh.Value * 4 / 1000.0;
                seen++;
            }
        }

        return seen == 0 ? 0 : sum / seen;
    }
}
