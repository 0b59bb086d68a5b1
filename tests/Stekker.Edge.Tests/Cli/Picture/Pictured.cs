using Stekker.Edge.Control;

namespace Stekker.Edge.Tests.Cli.Picture;

/// <summary>A site at one moment, to be drawn.</summary>
internal static class Pictured
{
    public static SiteStatus Site { get; } = new(
        "garage",
        "1.0",
        "2027-03-21T14:03:21+01:00",
        23,
        ClockTrusted: true,
        new LedgerStatus(true, "written as it should be"),
        [],
        new GridEntry(3, 230, 25, 15_000, "heard", 0.4m, Estimated: false, new PhaseValues(25, 12.5m, -3), 8100),
        new FlowEntry(6300, BuildingDerived: true, 4200, null, null, 6000, FollowsSun: false),
        new PtuStatus("2027-03-21T14:00:00+01:00", 201, 800, 12_000, 15_000),
        [],
        [
            Charger("CP01", Charging("Ada", new LimitEntry(16, 3, 6, new PhaseValues(15.9m, 15.8m, 16), "shares", null))),
            Charger("CP02", Charging("Bob", new LimitEntry(0, 3, 6, new PhaseValues(0, 0, 0), "waits", 40))),
            Charger("CP03", new ConnectorEntry(1, "available", null, "2027-03-21T14:00:00+01:00", null, null, new LimitEntry(0, 3, 6, null, null, null), null)),
        ]);

    public static ChargePointEntry Charger(string id, params ConnectorEntry[] connectors) =>
        new(id, "accepted", Connected: true, 20, "ocpp1.6", "127.0.0.1:1", "Maker", "Model", null, "1.0", new ProfileWrites(3, 0, 50), [.. connectors]);

    public static ConnectorEntry Charging(string label, LimitEntry limit, int id = 1) => new(
        id,
        "charging",
        null,
        "2027-03-21T14:00:00+01:00",
        11_000,
        null,
        limit,
        new SessionEntry
        {
            Id = 1,
            ChargePointId = "CP01",
            ConnectorId = id,
            IdTag = "04A1",
            Label = label,
            State = "charging",
            TransactionId = 7,
            PluggedIn = "2027-03-21T14:00:00+01:00",
            EnergyWh = 1234,
            TimeTrusted = true,
        });
}
