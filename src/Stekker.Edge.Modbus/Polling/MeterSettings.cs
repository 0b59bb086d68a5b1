using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Readings;

namespace Stekker.Edge.Modbus.Polling;

/// <summary>One entry of "meters" in the site's configuration, checked.</summary>
public sealed record MeterSettings
{
    public static readonly TimeSpan GridInterval = TimeSpan.FromSeconds(1);

    public static readonly TimeSpan OtherInterval = TimeSpan.FromSeconds(5);

    /// <summary>Unique on the site; the poller's events carry it.</summary>
    public required string Id { get; init; }

    public required MeterRole Role { get; init; }

    public required DeviceDescription Device { get; init; }

    public required MeterAddress Address { get; init; }

    /// <summary>Null is the device's factory setting.</summary>
    public byte? UnitId { get; init; }

    public TimeSpan? Interval { get; init; }

    /// <summary>Of one answer; null is the device's, else the line's.</summary>
    public TimeSpan? Patience { get; init; }

    public MeterWiring Wiring { get; init; } = MeterWiring.Default;

    public byte Unit => UnitId ?? Device.UnitId;

    public TimeSpan Every => Interval ?? (Role == MeterRole.Grid ? GridInterval : OtherInterval);

    /// <summary>After this long without a reading the meter is silent: 5 s for the grid (the fail-safe ladder's first rung), three intervals elsewhere.</summary>
    public TimeSpan SilentAfter => Role == MeterRole.Grid ? Longer(TimeSpan.FromSeconds(5), Every * 2) : Longer(TimeSpan.FromSeconds(15), Every * 3);

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
