using System.Text.Json;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Hosting;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Cli.Savings;

/// <summary>What the site administrator sees on the bill: from the files, and through the daemon's door.</summary>
public sealed class SavingsCommandTests : IDisposable
{
    private static readonly DateTimeOffset November = new(2026, 11, 27, 17, 0, 0, TimeSpan.Zero);

    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public async Task Months_and_their_total()
    {
        Keep(
            A(1, new DateTimeOffset(2026, 10, 31, 22, 59, 0, TimeSpan.Zero), 10_000, new SettledMoney(2.004m, 0.10m, -0.05m, 3, 4)),
            A(2, new DateTimeOffset(2026, 10, 31, 23, 0, 0, TimeSpan.Zero), 20_000, new SettledMoney(2.004m, 0, 0, 6, 5)) with { ReferenceMissingPtus = 7 });

        Said said = await shell.RunAsync("savings", "--from", "2026-01-01");

        Assert.Equal(
            """
            PERIOD     SESSIONS   KWH  OF IT SUN  COST EUR  AVERAGE RATE  SAVED EUR  CT/KWH  AT ONCE  SAVED EUR
            2026-10           1  10.0        1.0      2.05          3.00       0.95     9.5     4.00       1.95
            2026-11 *         1  20.0        2.0      2.00          6.00       4.00    20.0     5.00       3.00
            total *           2  30.0        3.0      4.06          9.00       4.94    16.5     9.00       4.94

            """,
            said.Out);
        Assert.Equal("* of 1 session the money may still move: prices of their month, or their last quarters, are still to come\n", said.Error);
    }

    [Fact]
    public async Task Sessions_without_prices_are_told_with_their_quarters()
    {
        Keep(
            A(1, November, 10_000, null) with { Unpriced = [new QuarterSpan(November.AddHours(-4), November.AddHours(-2))] },
            A(2, November, 2_500, null) with { Unpriced = [new QuarterSpan(November.AddHours(-3), November)] });

        Said said = await shell.RunAsync("savings", "--period", "day", "--from", "2026-11-01");

        Assert.Contains("2026-11-27         2  12.5        1.3         -             -          -       -        -          -", said.Out, StringComparison.Ordinal);
        Assert.Equal("2 sessions without prices, whose 12.5 kWh are not in the money: 2026-11-27 14:00-18:00\n", said.Error);
    }

    [Fact]
    public async Task Json_has_all_of_it()
    {
        Keep(A(1, November, 10_000, new SettledMoney(1.234567m, 0.10m, -0.05m, 3, 4)), A(2, November.AddDays(5), 1, null));

        using JsonDocument json = JsonDocument.Parse(await shell.OutAsync("savings", "--period", "week", "--from", "2026-11-27", "--until", "2026-11-27", "--json"));
        JsonElement week = Assert.Single(json.RootElement.GetProperty("periods").EnumerateArray());

        Assert.Equal(("2026-W48", "2026-11-23", "2026-11-29"), (week.GetProperty("period").GetString(), week.GetProperty("from").GetString(), week.GetProperty("until").GetString()));
        Assert.Equal(1.284567m, week.GetProperty("costEur").GetDecimal());
        Assert.Equal(0.171543m, week.GetProperty("savedEurPerKwh").GetDecimal());
        Assert.Equal(1, json.RootElement.GetProperty("total").GetProperty("sessions").GetInt32());
    }

    [Fact]
    public async Task A_session_shows_what_it_cost()
    {
        Keep(A(1, November, 10_000, new SettledMoney(1.20m, 0.10m, 0, 3, 4)), A(2, November, 10_000, null) with { Unpriced = [QuarterSpan.Of(November)] });

        string priced = await shell.OutAsync("sessions", "show", "1");
        Assert.Contains("cost             1.30 EUR (grid 1.20, sun 0.10)", priced, StringComparison.Ordinal);
        Assert.Contains("at average rate  3.00 EUR (0.3000 EUR/kWh): saved 1.70 EUR", priced, StringComparison.Ordinal);
        Assert.Contains("charged at once  4.00 EUR: saved 2.70 EUR", priced, StringComparison.Ordinal);
        Assert.Contains("no prices for 2026-11-27 18:00-18:15", await shell.OutAsync("sessions", "show", "2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_said_where_nothing_was()
    {
        Keep();

        Assert.Equal("no sessions have ended\n", await shell.OutAsync("savings", "--from", "2026-01-01"));
    }

    [Theory]
    [InlineData("--period", "fortnight", "period 'fortnight': it is day, week, month or year")]
    [InlineData("--from", "tomorrow", "--from 'tomorrow': it is a date")]
    public async Task Asked_wrongly(string option, string value, string told)
    {
        Keep();

        Said said = await shell.RunAsync("savings", option, value);

        Assert.Equal(2, said.Code);
        Assert.Contains(told, said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_the_daemon_from_the_first_kilowatt_hour_to_the_bill()
    {
        SiteConfiguration site = new()
        {
            SiteId = "here",
            Ocpp = new OcppRules { Listen = "127.0.0.1:0" },
            Clock = new ClockRules { AlwaysTrusted = true },
            Access = new AccessRules { FreeVend = true },
            ChargePoints = [new ChargePointSettings("CP01", null, null, [], null)],
            Tariff = new TariffSettings { Kind = TariffKind.Fixed, PriceEurPerKwh = 0.20m, FeedIn = FeedInKind.None },
            Savings = new SavingsSettings(0.30m),
        };
        await using Daemon daemon = await Daemon.StartAsync(new DaemonOptions(site, shell.Data, TextWriter.Null), TimeProvider.System);
        await shell.OutAsync("charge-points", "accept", "CP01");
        DateTimeOffset began = DateTimeOffset.UtcNow.AddHours(-3);
        Reply started = await daemon.Loop.AskAsync(r => new SiteEvent.TransactionStarted(r, "CP01", 1, "AB", new WattHours(1000), began), default);
        int id = Assert.IsType<Reply.TransactionStart>(started).TransactionId;
        await daemon.Loop.AskAsync(r => new SiteEvent.Metered(r, "CP01", 1, id, [new MeterSample(began.AddHours(1), SampleReason.Periodic, new WattHours(9000))]), default);

        string session = $"{daemon.Loop.Snapshot.OpenSessions.Single().Id}";
        Assert.Contains("1.60 EUR (grid 1.60, sun 0.00)", await shell.OutAsync("sessions", "show", session), StringComparison.Ordinal);
        Said running = await shell.RunAsync("savings");
        Assert.Equal("no sessions have ended\n", running.Out);
        Assert.Contains("1 session with 8.0 kWh so far counts when over", running.Error, StringComparison.Ordinal);

        await daemon.Loop.AskAsync(
            r => new SiteEvent.TransactionStopped(r, "CP01", id, null, new WattHours(11_000), began.AddHours(2), StopReason.CarUnplugged, []), default);

        using JsonDocument bill = JsonDocument.Parse(await shell.OutAsync("savings", "--period", "year", "--json"));
        JsonElement total = bill.RootElement.GetProperty("total");
        Assert.Equal((10_000, 2.00m, 3.00m, 1.00m), (
            total.GetProperty("energyWh").GetInt64(),
            total.GetProperty("costEur").GetDecimal(),
            total.GetProperty("referenceEur").GetDecimal(),
            total.GetProperty("savedEur").GetDecimal()));
        using JsonDocument shown = JsonDocument.Parse(await shell.OutAsync("sessions", "show", session, "--json"));
        JsonElement[] quarters = [.. shown.RootElement.GetProperty("ptus").EnumerateArray()];
        Assert.Equal(2.00m, quarters.Sum(q => q.GetProperty("costEur").GetDecimal()));
        Assert.All(quarters, q => Assert.Equal(0.20m, q.GetProperty("importEurPerKwh").GetDecimal()));
        Assert.Equal("settled", shown.RootElement.GetProperty("settlement").GetProperty("state").GetString());
    }

    private static Settlement A(long id, DateTimeOffset pluggedIn, long wh, SettledMoney? money) => new()
    {
        SessionId = id,
        PluggedIn = pluggedIn,
        Ended = pluggedIn.AddHours(1),
        Energy = new WattHours(wh),
        Sun = new WattHours(wh / 10),
        Money = money,
    };

    private void Keep(params Settlement[] settlements)
    {
        using Ledger ledger = Ledger.Open(shell.Data, TimeProvider.System, new Random(1)).Ledger;
        foreach (Settlement settlement in settlements)
        {
            Stamp at = new(settlement.PluggedIn, true, null);
            RegisterTrack register = new(settlement.Energy, at.Utc, settlement.Energy);
            TransactionEnd end = new(at, settlement.Energy, StopReason.Local, false);
            Session session = new()
            {
                Id = settlement.SessionId,
                ChargePointId = "CP01",
                ConnectorId = 1,
                State = SessionState.Ended,
                PluggedIn = at,
                Unplugged = at,
                Transaction = new Transaction(
                    (int)settlement.SessionId, Core.Cards.IdTag.TryParse("A")!.Value, default, at, at.Utc, WattHours.Zero, register, end),
                Ptus = [new PtuEnergy(at.Utc, settlement.Energy)],
            };
            ledger.Commit([new Effect.SaveSession(session), new Effect.SaveSettlement(settlement)]);
        }
    }
}
