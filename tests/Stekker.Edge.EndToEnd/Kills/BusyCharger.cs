using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Kills;

/// <summary>A transaction as the charger's own meter and clock have it: what the ledger is held against.</summary>
internal sealed class OwnTransaction(int meterStartWh, DateTimeOffset started)
{
    public int MeterStartWh { get; } = meterStartWh;

    public DateTimeOffset Started { get; } = started;

    /// <summary>What the central system called it, once it has answered.</summary>
    public int? Id { get; set; }

    public int? MeterStopWh { get; set; }
}

/// <summary>A message about a transaction that is kept until it is answered, in order, over connections and restarts (OCPP 1.6 §4.10, §4.11).</summary>
/// <param name="Payload">Made when it is sent: the transaction's id may only then be known.</param>
internal sealed record Unanswered(string Action, string MessageId, OwnTransaction Transaction, Func<JsonObject> Payload);

/// <summary>
/// A charger with one connector that never rests: it starts, meters and stops, goes on with its life while the line is down,
/// and sends again what was not answered.
/// </summary>
internal sealed class BusyCharger(string id, string idTag, Site site, Killer killer, int seed)
{
    private const int MostWhBetweenReadings = 250;
    private const int MostStepsOffline = 6;

    private readonly Random random = new(seed);
    private readonly Queue<Unanswered> queue = new();
    private OwnTransaction? open;
    private int registerWh = 1000 * seed;
    private int lastMessage;
    private DateTimeOffset lastNow;

    public string Id => id;

    public List<OwnTransaction> Transactions { get; } = [];

    /// <summary>Charges until the kills are over, then ends what is open and empties its queue.</summary>
    public async Task RunAsync()
    {
        while (!IsDone)
        {
            await killer.UpAsync();
            try
            {
                using RawLine line = await RawLine.ConnectAsync(site, id);
                using RawCharger charger = new(line, killer.Count);
                await ConverseAsync(charger);
            }
            catch (Exception e) when (RawLine.IsBroken(e))
            {
                // Killed under our hands, or while we called: the next round finds it up again.
            }

            for (int step = random.Next(MostStepsOffline); step > 0 && !IsDone; step--)
            {
                LiveOn();
            }
        }
    }

    private bool IsDone => killer.IsOver && open is null && queue.Count == 0;

    private async Task ConverseAsync(RawCharger charger)
    {
        JsonObject boot = Payloads.Boot("Independent", "Busy");
        if (await charger.TryCallAsync("BootNotification", boot) is null ||
            await charger.TryCallAsync("StatusNotification", Payloads.Status(1, open is null ? "Available" : "Charging")) is null)
        {
            return;
        }

        while (!IsDone)
        {
            if (queue.TryPeek(out Unanswered? next))
            {
                if (!await TrySendAsync(charger, next))
                {
                    return;
                }
            }
            else
            {
                bool wasCharging = open is not null;
                LiveOn();
                if (wasCharging != open is not null &&
                    await charger.TryCallAsync("StatusNotification", Payloads.Status(1, wasCharging ? "Available" : "Preparing")) is null)
                {
                    return;
                }
            }
        }
    }

    private async Task<bool> TrySendAsync(RawCharger charger, Unanswered message)
    {
        // Firmware differs in whether a repeated message keeps its id.
        string messageId = random.Next(2) == 0 ? message.MessageId : $"{message.MessageId}-{++lastMessage}";
        if (await charger.TryCallAsync(message.Action, message.Payload(), messageId) is not { } answer)
        {
            return false;
        }

        Assert.True(answer.ErrorCode is null, $"{id}: {message.Action} was answered with {answer.ErrorCode}");
        if (message.Action == "StartTransaction")
        {
            message.Transaction.Id = answer.Result.GetProperty("transactionId").GetInt32();
        }

        queue.Dequeue();
        return true;
    }

    /// <summary>One more thing happens at the charger, connected or not.</summary>
    private void LiveOn()
    {
        if (open is not { } transaction)
        {
            Start();
        }
        else if (killer.IsOver || random.Next(4) == 0)
        {
            Stop(transaction);
        }
        else
        {
            Meter(transaction);
        }
    }

    private void Start()
    {
        if (killer.IsOver)
        {
            return;
        }

        OwnTransaction transaction = new(registerWh, Now());
        open = transaction;
        Transactions.Add(transaction);
        Keep("StartTransaction", transaction, () => Payloads.Start(1, idTag, transaction.MeterStartWh, transaction.Started));
    }

    private void Meter(OwnTransaction transaction)
    {
        registerWh += random.Next(MostWhBetweenReadings);
        DateTimeOffset at = Now();
        int nowWh = registerWh;
        Keep("MeterValues", transaction, () => Payloads.Meter(1, transaction.Id!.Value, nowWh, at));
    }

    private void Stop(OwnTransaction transaction)
    {
        registerWh += random.Next(MostWhBetweenReadings);
        DateTimeOffset at = Now();
        transaction.MeterStopWh = registerWh;
        Keep("StopTransaction", transaction, () => Payloads.Stop(transaction.Id!.Value, transaction.MeterStopWh.Value, at, "Local", idTag));
        open = null;
    }

    /// <summary>The charger's clock: no two things happen in the same millisecond, which is all it writes.</summary>
    private DateTimeOffset Now() => lastNow = new[] { DateTimeOffset.UtcNow, lastNow.AddMilliseconds(1) }.Max();

    private void Keep(string action, OwnTransaction transaction, Func<JsonObject> payload) =>
        queue.Enqueue(new Unanswered(action, $"{id}-{++lastMessage}", transaction, payload));
}
