using Stekker.Edge.Core.Scheduling;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Market;

/// <summary>How well the site knows what its building and its sun will do.</summary>
public enum Foresight
{
    /// <summary>By its own history and the arrays' place, as in life.</summary>
    Own,

    /// <summary>The truth, with errors that grow with the hours ahead: up to a fifth of the building and a half of the sun.</summary>
    Imperfect,

    /// <summary>The truth.</summary>
    Perfect,
}

/// <summary>Puts another forecast in place of the site's own.</summary>
internal sealed class Seer(Foresight foresight, Truth truth, Dice dice)
{
    private const double BuildingError = 0.2;
    private const double SunError = 0.5;

    private static readonly TimeSpan ErrorGrowsFor = TimeSpan.FromHours(12);

    public PlanRequest Seen(PlanRequest request)
    {
        if (foresight == Foresight.Own)
        {
            return request;
        }

        double[] restKw = new double[request.Problem.Steps];
        double building = foresight == Foresight.Perfect ? 0 : BuildingError * dice.Bell();
        double sun = foresight == Foresight.Perfect ? 0 : SunError * dice.Bell();
        for (int t = 0; t < restKw.Length; t++)
        {
            DateTimeOffset ptu = request.From + (t * Ptu.Length);
            double grown = Math.Min(1, t * Ptu.Length / ErrorGrowsFor);
            restKw[t] = (truth.BuildingKw(ptu) * Math.Max(0.3, 1 + (building * grown))) - (truth.SolarKw(ptu) * Math.Clamp(1 + (sun * grown), 0, 1.6));
        }

        return request with { Problem = request.Problem with { RestKw = [.. restKw] } };
    }
}
