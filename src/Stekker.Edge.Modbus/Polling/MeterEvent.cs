using Stekker.Edge.Core.Time;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Polling;

/// <summary>What a poller tells. Told in order per meter, on whatever thread; the receiver posts it to the site's loop.</summary>
public abstract record MeterEvent(string MeterId, MeterRole Role)
{
    public sealed record Read(MeterReading Reading) : MeterEvent(Reading.MeterId, Reading.Role);

    /// <summary>Nothing usable was heard for longer than may be. Told once, until it is heard again.</summary>
    /// <param name="Since">The last good reading, or the start.</param>
    /// <param name="Words">Why, for the installer.</param>
    public sealed record Silent(string MeterId, MeterRole Role, Stamp Since, string Words) : MeterEvent(MeterId, Role);

    public sealed record Heard(string MeterId, MeterRole Role, TimeSpan After) : MeterEvent(MeterId, Role);

    /// <summary>Something the installer should know: a register the device does not have, what SunSpec found.</summary>
    public sealed record Noted(string MeterId, MeterRole Role, string Words) : MeterEvent(MeterId, Role);
}
