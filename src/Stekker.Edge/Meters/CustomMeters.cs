using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Modbus.Devices;

namespace Stekker.Edge.Meters;

/// <summary>The site's own descriptions of devices, as the catalogue has its own.</summary>
internal static class CustomMeters
{
    public static (DeviceDescription? Device, ImmutableArray<CustomFault> Faults) Describe(CustomMeterSettings custom) => new CustomDevice
    {
        Name = custom.Name,
        Kind = custom.Kind,
        Phases = custom.Phases,
        MostPerRead = custom.MostPerRead,
        MostGap = custom.MostGap,
        HasDirection = custom.HasDirection,
        Registers =
        [
            .. custom.Registers.Select(r => new CustomRegister
            {
                Quantity = r.Quantity,
                Phase = r.Phase,
                Function = r.Function,
                Address = r.Address,
                Type = r.Type,
                Order = r.Order,
                Scale = (double)r.Scale,
            }),
        ],
    }.Describe();
}
