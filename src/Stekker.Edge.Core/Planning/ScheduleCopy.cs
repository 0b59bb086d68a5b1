namespace Stekker.Edge.Core.Planning;

/// <summary>What changes in a schedule, to go back to.</summary>
internal sealed class ScheduleCopy(Schedule schedule)
{
    public double[] PowerKw { get; } = new double[schedule.PowerKw.Length];

    public double[] LeastKw { get; } = new double[schedule.PowerKw.Length];

    public double[] MostKw { get; } = new double[schedule.PowerKw.Length];

    public double[] Stored { get; } = new double[schedule.PowerKw.Length];

    public double[] NetKw { get; } = new double[schedule.NetKw.Length];

    public double[] EvLineKw { get; } = new double[schedule.EvLineKw.Length];

    public double[] SiteLineKw { get; } = new double[schedule.EvLineKw.Length];
}
