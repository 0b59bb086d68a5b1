using System.Text.Json;
using Stekker.Edge.EndToEnd.Harness;
using Xunit.Abstractions;

namespace Stekker.Edge.EndToEnd.Kills;

/// <summary>A power cut at any moment: no session is lost, none is doubled, and the books say what the chargers' own meters say.</summary>
public sealed class KillsTests(ITestOutputHelper output)
{
    private const int Chargers = 10;

    private static readonly int Kills = Number("STEKKER_KILLS") ?? 200;
    private static readonly int Seed = Number("STEKKER_SEED") ?? Random.Shared.Next();

    [Fact]
    public async Task Killed_again_and_again_the_ledger_equals_the_chargers_meters()
    {
        output.WriteLine($"STEKKER_SEED={Seed} STEKKER_KILLS={Kills}");
        using Site site = new();
        string cards = Path.Combine(site.Folder, "cards.csv");
        string[] ids = [.. Enumerable.Range(1, Chargers).Select(i => $"CP{i:00}")];
        Array.ForEach(ids, i => site.With(i));
        await File.WriteAllLinesAsync(
            cards, ["idTag,label,scope,vehicle,priority,active,expires,group", .. ids.Select(i => $"CARD-{i},Card of {i},site,,normal,true,,")]);

        await using Killer killer = new(site, Seed, Kills);
        await killer.StartAsync();
        await site.Cli.RunAsync("cards", "import", cards);
        BusyCharger[] chargers = [.. ids.Select((id, i) => new BusyCharger(id, $"CARD-{id}", site, killer, unchecked((Seed * 31) + i) & 0xFFFF))];
        await Task.WhenAll(chargers.Select(c => Task.Run(c.RunAsync)));

        await using EdgeProcess survivor = await killer.SurvivorAsync();
        AssertBooksAgree(chargers, await site.Cli.JsonAsync("sessions", "list", "--limit", "100000"));
        Assert.Equal(0, (await survivor.StopAsync()).ExitCode);
    }

    private void AssertBooksAgree(BusyCharger[] chargers, JsonElement sessions)
    {
        Booked[] ledger =
        [
            .. sessions.EnumerateArray().Where(s => s.GetProperty("transactionId").ValueKind == JsonValueKind.Number).Select(s => new Booked(
                s.GetProperty("transactionId").GetInt32(),
                s.GetProperty("chargePointId").GetString()!,
                s.GetProperty("meterStartWh").GetInt64(),
                s.GetProperty("meterStopWh").GetInt64(),
                s.GetProperty("energyWh").GetInt64())),
        ];
        Booked[] metered =
        [
            .. from charger in chargers
               from t in charger.Transactions
               select new Booked(t.Id!.Value, charger.Id, t.MeterStartWh, t.MeterStopWh!.Value, t.MeterStopWh.Value - t.MeterStartWh),
        ];
        output.WriteLine($"{metered.Length} transactions, {metered.Sum(m => m.EnergyWh)} Wh");

        Assert.True(metered.Length >= Kills, $"only {metered.Length} transactions over {Kills} kills: the chargers were not busy");
        string told = $"""
            given twice to chargers:  {Lines(metered.GroupBy(m => m.TransactionId).Where(g => g.Count() > 1).SelectMany(g => g))}
            twice in the ledger:      {Lines(ledger.GroupBy(b => b.TransactionId).Where(g => g.Count() > 1).SelectMany(g => g))}
            metered, not in the ledger so: {Lines(metered.Except(ledger))}
            in the ledger, not so metered: {Lines(ledger.Except(metered))}
            """;
        Assert.True(metered.Order().SequenceEqual(ledger.Order()), told);
    }

    private static string Lines(IEnumerable<Booked> bookings) => string.Join("\n    ", bookings.Select(b => b.ToString()).DefaultIfEmpty("none"));

    /// <summary>A transaction, as the ledger or as a charger has it.</summary>
    private sealed record Booked(int TransactionId, string ChargePointId, long MeterStartWh, long MeterStopWh, long EnergyWh) : IComparable<Booked>
    {
        public int CompareTo(Booked? other) => (TransactionId, ChargePointId, MeterStartWh, MeterStopWh, EnergyWh).CompareTo(
            other is null ? default : (other.TransactionId, other.ChargePointId, other.MeterStartWh, other.MeterStopWh, other.EnergyWh));
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out int number) ? number : null;
}
