namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>An energy register: integrates power that is constant between two calls, in watt-milliseconds so that nothing is lost.</summary>
internal sealed class ConnectorMeter(int startWh)
{
    private const long WattMillisecondsPerWattHour = 3_600_000;

    private long _wattMilliseconds = startWh * WattMillisecondsPerWattHour;
    private DateTimeOffset? _at;

    internal PhasePower Power { get; private set; }

    internal int EnergyWh => (int)(_wattMilliseconds / WattMillisecondsPerWattHour);

    /// <summary>Counts up to now at the old power, then goes on at the new one.</summary>
    internal void Set(PhasePower power, DateTimeOffset now)
    {
        Advance(now);
        Power = power;
    }

    internal void Advance(DateTimeOffset now)
    {
        if (_at is { } before && now > before)
        {
            _wattMilliseconds += Power.TotalW * (long)(now - before).TotalMilliseconds;
        }
        _at = now;
    }
}
