using Stekker.Edge.Modbus.Devices;

namespace Stekker.Edge.Configuration;

/// <summary>What a configuration is held against beside itself.</summary>
/// <param name="KnowsTimeZone">Whether an IANA zone can be used here.</param>
/// <param name="HasZoneData">False where the system has no time zones at all.</param>
/// <param name="MeterDevices">The device catalogue's names.</param>
public sealed record Surroundings(Func<string, bool> KnowsTimeZone, bool HasZoneData, IReadOnlyCollection<string> MeterDevices)
{
    /// <summary>A zone every catalogue has, to tell a wrong name from a system without zone data.</summary>
    private const string AnyZone = "Europe/Amsterdam";

    public static Surroundings ThisMachine { get; } = new(IsZone, IsZone(AnyZone), [.. DeviceCatalogue.All.Select(d => d.Id)]);

    private static bool IsZone(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out _);
}
