using System.Collections.Immutable;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Meters;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Plausibility;
using Polled = Stekker.Edge.Modbus.Polling.MeterSettings;

namespace Stekker.Edge.Cli.Meters;

/// <summary>Which meter is to be read: one of the site's configuration, or one as it is typed.</summary>
internal static class MeterAsked
{
    public const string Device = "--device";
    public const string Unit = "--unit";
    public const string Role = "--role";

    /// <summary>What would say it a second time, beside a meter of the configuration.</summary>
    private static readonly string[] OfTheConfiguration = [Device, LineOptions.Tcp, LineOptions.RtuOverTcp, LineOptions.Serial, LineOptions.Baud, LineOptions.Format, Unit, Role];

    public static ImmutableArray<Option> Options =>
    [
        new(Device, "DEVICE", "its name; 'stekker-edge meter list-devices' shows all"),
        .. LineOptions.All,
        new(Unit, "N", "its Modbus address (else the factory's)"),
        new(Role, "ROLE", $"what it measures: {MeterWords.Roles} (else the usual one for its kind)"),
        new(SiteOptions.Config.Name, "FILE", "instead of all these: a meter as the site's configuration has it, custom devices and wiring too"),
        new("--meter", "ID", "which one of the configuration (where it has several)"),
    ];

    public static (Polled Meter, SiteContext Site) Meter(this Invocation call)
    {
        if (!call.Has(SiteOptions.Config.Name))
        {
            return call.Has("--meter") ? throw new UsageException("--meter names a meter of the configuration; say which file with --config") : (Typed(call), SiteContext.Unknown);
        }

        if (Array.Find(OfTheConfiguration, call.Has) is { } twice)
        {
            throw new UsageException($"{twice} does not go with {SiteOptions.Config.Name}: the file says it");
        }

        SiteConfiguration site = call.Configuration();
        ImmutableArray<Polled> plan = MeterPlan.From(site);
        string ids = string.Join(", ", plan.Select(m => m.Id));
        Polled? asked = call.Text("--meter") is { } id ? plan.FirstOrDefault(m => m.Id == id) : plan is [var only] ? only : null;
        if (asked is null)
        {
            throw new UsageException(plan.IsEmpty ? "the configuration has no meters" : $"{(call.Has("--meter") ? $"--meter '{call.Text("--meter")}' is not among them" : "say which with --meter")}: the configuration has {ids}");
        }

        return (asked with { Patience = call.Patience() ?? asked.Patience }, new SiteContext(site.Grid.Fuse, [], null));
    }

    private static Polled Typed(Invocation call)
    {
        string said = call.Required(Device);
        DeviceDescription device = DeviceCatalogue.Find(said) ?? throw new UsageException(DeviceCatalogue.Unknown(said));
        MeterAddress line = call.Address(device);
        return new Polled
        {
            Id = device.Id,
            Device = device,
            Address = line,
            UnitId = UnitId(call, line),
            Role = call.Text(Role) is not { } asked ? MeterWords.UsualRole(device.Kind)
                : MeterWords.Role(asked) ?? throw new UsageException($"{Role} '{asked}': it is {MeterWords.Roles}"),
            Patience = call.Patience(),
        };
    }

    /// <summary>A line of several units has addresses 1 to 247; a device with its own TCP port may want any (Modbus Messaging on TCP/IP V1.0b, section 4.4.1).</summary>
    private static byte? UnitId(Invocation call, MeterAddress line) => line is MeterAddress.Tcp
        ? (byte?)call.Whole(Unit, byte.MinValue, byte.MaxValue)
        : (byte?)call.Whole(Unit, ModbusLimits.FirstUnit, ModbusLimits.LastUnit);
}
