using Stekker.Edge.Core.ChargePoints;

namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>One outlet with its meter and the car at it.</summary>
internal sealed class ModelConnector(int id, long meterWh, long rolloverWh)
{
    /// <summary>A car is full at some time.</summary>
    private const long MostWh = 80_000;

    public int Id { get; } = id;

    public long MeterWh { get; private set; } = meterWh;

    public bool HasCar { get; set; }

    /// <summary>A transaction was here since the car came.</summary>
    public bool Charged { get; set; }

    public bool IsPaused { get; set; }

    public int PowerW { get; set; }

    public ModelTransaction? Transaction { get; set; }

    public ConnectorStatus Status => this switch
    {
        { Transaction: not null, IsPaused: true } => ConnectorStatus.SuspendedByCar,
        { Transaction: not null } => ConnectorStatus.Charging,
        { HasCar: false } => ConnectorStatus.Available,
        { Charged: true } => ConnectorStatus.Finishing,
        _ => ConnectorStatus.Preparing,
    };

    public void Pass(TimeSpan span)
    {
        if (Transaction is not { } transaction || IsPaused)
        {
            return;
        }

        long energyWh = Math.Min((long)(PowerW * span.TotalHours), MostWh - transaction.TrueWh);
        transaction.TrueWh += energyWh;
        MeterWh += energyWh;
        if (MeterWh >= rolloverWh)
        {
            MeterWh -= rolloverWh;
            transaction.MeterRanOver = true;
        }
    }

    /// <summary>A power cut: the meter begins again, at 0 or at a value it had kept.</summary>
    public void BeginAgain(long keptWh)
    {
        Transaction?.MeterBeganAgain(MeterWh, keptWh);
        MeterWh = keptWh;
    }
}
