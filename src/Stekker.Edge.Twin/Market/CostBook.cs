using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Market;

/// <summary>
/// What the site truly pays, at the prices it truly has: with its cars, and without them; the difference is what charging costs. Each PTU is
/// settled on its net energy, as a smart meter's is.
/// </summary>
public sealed class CostBook(SiteConfiguration site, ulong seed, TimeSpan utcOffset)
{
    private readonly Dictionary<DateTimeOffset, PriceBook> days = [];
    private DateTimeOffset ptu;
    private double netWs;
    private double restWs;

    public double ChargingEur { get; private set; }

    /// <summary>Own sun that went into cars, in kWh.</summary>
    public double SunKwh { get; private set; }

    public void Passes(TwinWorld world, double seconds)
    {
        DateTimeOffset now = Ptu.StartOf(world.Utc);
        if (now != ptu)
        {
            Close();
            ptu = now;
        }

        double restW = 0;
        for (int p = 0; p < world.Settings.GridPhases; p++)
        {
            restW += (world.Building.CurrentA(p) - world.Roof.CurrentA(p)) * world.Settings.VoltageV;
        }

        netWs += world.ImportW * seconds;
        restWs += restW * seconds;
    }

    public void Close()
    {
        if (netWs != restWs)
        {
            PtuPrice price = PriceOf(ptu);
            double netKwh = netWs / 3.6e6;
            double restKwh = restWs / 3.6e6;
            ChargingEur += Eur(netKwh, price) - Eur(restKwh, price);
            SunKwh += Math.Min(netKwh - restKwh, Math.Max(0, -restKwh));
        }

        (netWs, restWs) = (0, 0);
    }

    public PtuPrice PriceOf(DateTimeOffset at)
    {
        DateTimeOffset local = at.ToOffset(utcOffset);
        DateTimeOffset day = new(local.Date, utcOffset);
        if (!days.TryGetValue(day, out PriceBook? book))
        {
            days[day] = book = new PriceBook(DayAhead.Of(seed, day), []);
        }

        return Pricing.At(site, book, at)!;
    }

    private static double Eur(double kwh, PtuPrice price) => kwh * (double)(kwh > 0 ? price.ImportEurPerKwh : price.FeedInEurPerKwh);
}
