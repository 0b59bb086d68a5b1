using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Vehicles;

/// <summary>Cars, and what their drivers want.</summary>
internal static class VehicleCommands
{
    private const string ImportDetails =
        """
        The first line is the header: id,label,batteryKwh,maxKw,phases,departure,target,direct
        Only id has to be there. Each line is the whole vehicle: an empty value means "as the site", or "learn it". One wrong line, and
        nothing is imported.
        """;

    public static ImmutableArray<Command> All =>
    [
        new("vehicles list", "shows all vehicles", [], SiteOptions.All, ListAsync),
        new("vehicles add", "makes a vehicle known, or changes one", [new Operand("ID", "its name here, such as its number plate")],
        [
            new("--label", "TEXT", "whose it is, or what it is"),
            new("--battery-kwh", "N", "what its battery holds"),
            new("--max-kw", "N", "the most it takes"),
            new("--phases", "N", "1, 2 or 3"),
            new("--departure", "TIME", "when it leaves: 08:00, or mon=07:30,fri=16:00"),
            new("--target", "SHARE", "how full it leaves: 0.9 is 90 %"),
            new("--direct", "SHARE", "how much is charged at once, whatever the price: 0.2 is 20 %"),
            .. SiteOptions.All,
        ], AddAsync) { Details = "Of a vehicle that is known already only what is named here changes. What nobody said is as the site's preferences, or learned." },
        new("vehicles import", "takes in a list of vehicles", [new Operand("FILE.csv", "the list; - reads standard input")], SiteOptions.All, ImportAsync) { Details = ImportDetails },
    ];

    private static Task<int> AddAsync(Invocation call, CancellationToken cancel)
    {
        VehicleEntry entry = new()
        {
            Id = call.Operand("ID"),
            Label = call.Text("--label"),
            BatteryWh = Thousandfold(call.Number("--battery-kwh", 1, 2000)),
            MaxPowerW = Thousandfold(call.Number("--max-kw", 1, 1000)),
            Phases = call.Whole("--phases", 1, 3),
            Departure = call.Text("--departure"),
            TargetFraction = call.Number("--target", 0, 1),
            DirectFraction = call.Number("--direct", 0, 1),
        };
        if (entry.Faults().ToArray() is { Length: > 0 } faults)
        {
            throw new UsageException(string.Join("; ", faults));
        }

        return PutAsync(call, [entry], whole: false, changes => changes.Added > 0 ? $"vehicle {entry.Id} is added" : $"vehicle {entry.Id} is changed", cancel);
    }

    private static Task<int> ImportAsync(Invocation call, CancellationToken cancel)
    {
        ImmutableArray<VehicleEntry> vehicles = VehicleCsv.Read(call.Operand("FILE.csv"), call.Terminal);
        return PutAsync(
            call,
            vehicles,
            whole: true,
            changes => $"{InWords.Count(vehicles.Length, "vehicle", "vehicles")} read: {changes.Added} added, {changes.Changed} that were known",
            cancel);
    }

    private static Task<int> PutAsync(Invocation call, ImmutableArray<VehicleEntry> vehicles, bool whole, Func<Changes, string> text, CancellationToken cancel) =>
        call.AtDeskAsync(
            async desk =>
            {
                Changes changes = (await desk.PutVehiclesAsync(vehicles, whole, cancel)).Expect();
                if (call.WantsJson())
                {
                    call.Terminal.Json(changes, ControlJson.Readable.Changes);
                }
                else
                {
                    call.Terminal.Say(text(changes));
                }
            },
            cancel, changes: true);

    private static Task<int> ListAsync(Invocation call, CancellationToken cancel) => call.AtDeskAsync(
        async desk =>
        {
            ImmutableArray<VehicleEntry> vehicles = (await desk.VehiclesAsync(cancel)).Expect();
            if (call.WantsJson())
            {
                call.Terminal.Json(vehicles, ControlJson.Readable.ImmutableArrayVehicleEntry);
                return;
            }

            Table table = new Table("ID", "LABEL", "BATTERY", "MOST", "PHASES", "LEAVES", "TARGET", "DIRECT").RightAligned(2, 3, 4, 6, 7);
            foreach (VehicleEntry v in vehicles)
            {
                string? phases = v.Phases?.ToString(CultureInfo.InvariantCulture);
                table.Add(v.Id, v.Label, Thousands(v.BatteryWh, "kWh"), Thousands(v.MaxPowerW, "kW"), phases, v.Departure, Percent(v.TargetFraction), Percent(v.DirectFraction));
            }

            call.Terminal.Say(vehicles.IsEmpty ? $"no vehicles yet; 'stekker-edge vehicles add ID{call.SameSite()}' adds one" : table.ToString());
        },
        cancel);

    internal static long? Thousandfold(decimal? number) => number is { } n ? (long)Math.Round(n * 1000) : null;

    private static string Thousands(long? number, string unit) => number is { } n ? string.Create(CultureInfo.InvariantCulture, $"{n / 1000m:0.###} {unit}") : "";

    private static string Percent(decimal? fraction) => fraction is { } f ? string.Create(CultureInfo.InvariantCulture, $"{f * 100:0.#} %") : "";
}
