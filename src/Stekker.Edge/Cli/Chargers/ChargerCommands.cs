using System.Collections.Immutable;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Showing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Chargers;

/// <summary>Chargers: who may do business here, and what they are told by hand.</summary>
internal static class ChargerCommands
{
    private static readonly Operand Id = new("ID", "the charge point's id: the last part of the address it connects to");
    private static readonly Option Connector = new("--connector", "N", "which connector, where it has more than one");

    public static ImmutableArray<Command> All =>
    [
        new("charge-points list", "shows all charge points", [], SiteOptions.All, ListAsync),
        new("charge-points accept", "lets a charge point do business here", [Id], SiteOptions.All, (call, cancel) => AdmitAsync(call, accept: true, cancel)),
        new("charge-points refuse", "turns a charge point away", [Id], SiteOptions.All, (call, cancel) => AdmitAsync(call, accept: false, cancel)),
        new("remote-start", "starts charging from afar", [Id], [Connector, new("--card", "TAG", "whose charging it is"), .. SiteOptions.All], StartAsync),
        new("remote-stop", "stops charging from afar", [Id], [Connector, .. SiteOptions.All], StopAsync),
    ];

    public static string TableOf(ImmutableArray<ChargePointEntry> chargePoints)
    {
        Table table = new Table("CHARGER", "LINE", "WHAT IT IS", "CONNECTOR", "STATE", "POWER", "ENERGY", "CARD").RightAligned(5, 6);
        foreach (ChargePointEntry c in chargePoints)
        {
            string line = c.Admission switch
            {
                "pending" => "waits to be accepted",
                "refused" => "refused",
                _ => c.ConnectedS is { } since ? $"connected {InWords.Duration(since)}" : "not connected",
            };
            string identity = string.Join(' ', new[] { c.Vendor, c.Model, c.Firmware }.OfType<string>());
            if (c.Connectors.IsEmpty)
            {
                table.Add(c.Id, line, identity, "", "", "", "", "");
            }

            foreach (ConnectorEntry k in c.Connectors)
            {
                bool first = k == c.Connectors[0];
                SessionEntry? s = k.Session;
                table.Add(
                    first ? c.Id : "",
                    first ? line : "",
                    first ? identity : "",
                    $"{k.Id}",
                    InWords.Status(k.Status) + (k.ErrorText is null ? "" : $" ({k.ErrorText})"),
                    InWords.Power(k.PowerW),
                    s?.TransactionId is null ? "" : InWords.Energy(s.EnergyWh),
                    s?.Label is { Length: > 0 } label ? label : s?.IdTag);
            }
        }

        return table.ToString();
    }

    private static Task<int> ListAsync(Invocation call, CancellationToken cancel) => call.AtDeskAsync(
        async desk =>
        {
            ImmutableArray<ChargePointEntry> chargePoints = (await desk.ChargePointsAsync(cancel)).Expect();
            if (call.WantsJson())
            {
                call.Terminal.Json(chargePoints, ControlJson.Readable.ImmutableArrayChargePointEntry);
                return;
            }

            call.Terminal.Say(chargePoints.IsEmpty ? "no charge points yet; they show here once they connect" : TableOf(chargePoints));
            foreach (ChargePointEntry waiting in chargePoints.Where(c => c.Admission == "pending"))
            {
                call.Terminal.Note($"'stekker-edge charge-points accept {waiting.Id}{call.SameSite()}' accepts {waiting.Id}");
            }
        },
        cancel);

    private static Task<int> AdmitAsync(Invocation call, bool accept, CancellationToken cancel)
    {
        string id = call.Operand(Id.Name);
        return call.AtDeskAsync(async desk => Tell(call, (await desk.AdmitAsync(id, accept, cancel)).Expect()), cancel, changes: true);
    }

    private static Task<int> StartAsync(Invocation call, CancellationToken cancel)
    {
        string card = call.Required("--card");
        int? connector = call.Whole(Connector.Name, 1, 999);
        return CardEntry.WhyNoTag(card) is { } why
            ? throw new UsageException($"--card: {why}")
            : call.AtDaemonsDeskAsync(async desk => Tell(call, (await desk.RemoteStartAsync(call.Operand(Id.Name), connector, card, cancel)).Expect()), cancel);
    }

    private static Task<int> StopAsync(Invocation call, CancellationToken cancel)
    {
        int? connector = call.Whole(Connector.Name, 1, 999);
        return call.AtDaemonsDeskAsync(async desk => Tell(call, (await desk.RemoteStopAsync(call.Operand(Id.Name), connector, cancel)).Expect()), cancel);
    }

    private static int Tell(Invocation call, Done done)
    {
        if (call.WantsJson())
        {
            call.Terminal.Json(done, ControlJson.Readable.Done);
        }
        else
        {
            call.Terminal.Say(done.Text);
        }

        return ExitCode.Done;
    }
}
