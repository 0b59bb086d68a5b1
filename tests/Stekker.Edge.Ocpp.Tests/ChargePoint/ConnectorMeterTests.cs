using Stekker.Edge.Ocpp.ChargePoint;

namespace Stekker.Edge.Ocpp.Tests.ChargePoint;

public sealed class ConnectorMeterTests
{
    [Fact]
    public void However_often_it_is_called_a_quarter_at_full_power_is_the_same_energy()
    {
        DateTimeOffset start = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
        ConnectorMeter meter = new(10_000);
        meter.Set(PhasePower.Of(3, 16), start);

        // Odd ticks between: a clock knows finer moments than milliseconds.
        for (TimeSpan at = TimeSpan.Zero; at < TimeSpan.FromMinutes(15); at += TimeSpan.FromTicks(7_654_321))
        {
            meter.Advance(start + at);
        }

        meter.Advance(start + TimeSpan.FromMinutes(15));

        Assert.Equal(12_760, meter.EnergyWh);
    }
}
