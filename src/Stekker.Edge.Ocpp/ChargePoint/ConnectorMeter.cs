namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>An energy register: integrates power that is constant between two calls, to the clock's own tick, so that nothing is lost however often it is called.</summary>
public sealed class ConnectorMeter(int startWh)
{
    private const long WattTicksPerWattHour = TimeSpan.TicksPerHour;

    /// <summary>What is not a whole watt-hour yet.</summary>
    private long _wattTicks;
    private DateTimeOffset? _at;

    public PhasePower Power { get; private set; }

    /// <summary>Whole watt-hours.</summary>
    public int EnergyWh { get; private set; } = startWh;

    /// <summary>Counts up to now at the old power, then goes on at the new one.</summary>
    public void Set(PhasePower power, DateTimeOffset now)
    {
        Advance(now);
        Power = power;
    }

    /// <summary>Counts up to now.</summary>
    public void Advance(DateTimeOffset now)
    {
        if (_at is { } before && now > before)
        {
            (long wholeWh, _wattTicks) = Math.DivRem(_wattTicks + (Power.TotalW * (now - before).Ticks), WattTicksPerWattHour);
            EnergyWh += (int)wholeWh;
        }
        _at = now;
    }
}
