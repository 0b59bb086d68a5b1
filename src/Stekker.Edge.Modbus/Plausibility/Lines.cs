using Stekker.Edge.Core.Charging;
using Stekker.Edge.Modbus.Devices;

namespace Stekker.Edge.Modbus.Plausibility;

internal static class Lines
{
    public static readonly Phase[] All = [Phase.L1, Phase.L2, Phase.L3];

    public static T? On<T>(this PerPhase<T> values, Phase line)
        where T : struct => line switch
        {
            Phase.L1 => values.L1,
            Phase.L2 => values.L2,
            Phase.L3 => values.L3,
            _ => null,
        };
}
