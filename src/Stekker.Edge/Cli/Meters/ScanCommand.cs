using System.Collections.Immutable;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;
using Stekker.Edge.Modbus.Devices;
using Stekker.Edge.Modbus.Framing;
using Stekker.Edge.Modbus.Links;
using Stekker.Edge.Modbus.Scan;

namespace Stekker.Edge.Cli.Meters;

/// <summary>Who is on a line, and what to write into the configuration for it.</summary>
internal static class ScanCommand
{
    /// <summary>A gateway first waits itself for a unit that is not there, usually up to a second.</summary>
    private static readonly TimeSpan TcpPatience = TimeSpan.FromSeconds(1);

    public static Command Definition => new(
        "meter scan",
        "finds the units on a line, and proposes what they are",
        [],
        [
            .. LineOptions.All,
            new("--from", "N", $"the first unit to try (else {ModbusLimits.FirstUnit})"),
            new("--to", "N", $"the last (else {ModbusLimits.LastUnit})"),
            SiteOptions.Json,
        ],
        RunAsync)
    {
        Details = """
            A serial line without --baud and --format is tried at all common settings: first with the unit ids devices leave the
            factory with, then, at the settings where one answered (else at all), with every other. Nothing is written to any
            device. Exit code 1 is nothing found.
            """,
    };

    private static async Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        MeterAddress line = call.Address();
        int first = call.Whole("--from", ModbusLimits.FirstUnit, ModbusLimits.LastUnit) ?? ModbusLimits.FirstUnit;
        int last = call.Whole("--to", ModbusLimits.FirstUnit, ModbusLimits.LastUnit) ?? ModbusLimits.LastUnit;
        if (first > last)
        {
            throw new UsageException($"--from {first} lies behind --to {last}");
        }

        ImmutableArray<MeterAddress> lines = line is MeterAddress.SerialLine serial && !call.SaysSpeed() ? ScanRange.Serial(serial.Settings.Path).Lines : [line];
        ScanRange range = new(lines, (byte)first, (byte)last);
        range = range with { Patience = call.Patience() ?? (line is MeterAddress.SerialLine ? range.Patience : TcpPatience) };

        (ImmutableArray<FoundUnit> found, ImmutableArray<string> errors) = await new BusScanner(TimeProvider.System).ScanAsync(range, p => Tell(call, p), cancel);
        call.Terminal.Progress("");
        if (found.IsEmpty && errors.IsEmpty)
        {
            string where = lines.Length > 1 ? $"{((MeterAddress.SerialLine)line).Settings.Path} at any common speed" : $"{line}";
            errors = [$"no unit from {first} to {last} answers on {where}: {Check(line)}"];
        }

        if (call.WantsJson())
        {
            call.Terminal.Json(new MeterScanEntry([.. found.Select(Entry)], errors), ControlJson.Readable.MeterScanEntry);
        }
        else if (!found.IsEmpty)
        {
            call.Terminal.Note($"{InWords.Count(found.Length, "unit", "units")} found. The lines go into \"meters\" of the site's configuration; \"role\" is what it measures there: {MeterWords.Roles}.");
        }

        foreach (string error in errors)
        {
            call.Terminal.Complain(error);
        }

        return found.IsEmpty ? ExitCode.Failed : ExitCode.Done;
    }

    /// <summary>Found units are told at once: a scan takes minutes, and may be stopped when the one looked for is there.</summary>
    private static void Tell(Invocation call, ScanProgress progress)
    {
        if (progress.Found is { } found && !call.WantsJson())
        {
            call.Terminal.Progress("");
            call.Terminal.Say(ConfigurationOf(found) is { } entry ? $"{found.Words}\n  {entry}" : found.Words);
        }

        call.Terminal.Progress($"{progress.Line}: unit {progress.Unit} looked at, {progress.Done} of {progress.Of}");
    }

    private static string Check(MeterAddress line) => line is MeterAddress.SerialLine
        ? "check wiring A/B, speed and parity, and that the devices have power"
        : "check the unit ids, on a gateway the wiring A/B, speed and parity behind it, and whether it speaks Modbus TCP or RTU over TCP";

    private static string? ConfigurationOf(FoundUnit unit) =>
        unit.Proposals is [var best, ..] && DeviceCatalogue.Find(best.DeviceId) is { } device ? MeterWords.ConfigurationLine(device, unit.Line, unit.Unit) : null;

    private static FoundUnitEntry Entry(FoundUnit unit) =>
        new($"{unit.Line}", unit.Unit, unit.Words, [.. unit.Proposals.Select(p => new ProposalEntry(p.DeviceId, p.Name, p.Score, p.Evidence))], ConfigurationOf(unit));
}
