using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Ocpp;
using Stekker.Edge.Ocpp.Rpc;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.CentralSystem.V16;

/// <summary>Says the site's orders in OCPP 1.6.</summary>
internal sealed class Orders16 : IOrderTranslator
{
    /// <summary>A charger that does not say how many entries it takes at once gets so many (SendLocalListMaxLength is required, often missing).</summary>
    private const int CarefulPerCall = 20;

    /// <summary>Between the version numbers of two card lists at a charger.</summary>
    private const int VersionStep = 1000;

    public Task<OrderOutcome> ExecuteAsync(OcppPeer peer, Order order) => order switch
    {
        Order.Commission c => Commissioning16.RunAsync(peer, c.Needs),
        Order.StartRemotely s => StartAsync(peer, s),
        Order.StopRemotely s => StopAsync(peer, s),
        Order.SendLocalList l => SendListAsync(peer, l),
        Order.AskForBoot => TriggerAsync(peer, MessageTrigger.BootNotification),
        Order.AskForHeartbeat => TriggerAsync(peer, MessageTrigger.Heartbeat),
        Order.SetLimit l => Limits16.SetAsync(peer, l),
        Order.SetFallback f => Limits16.SetFallbackAsync(peer, f),
        Order.AskForLimit a => Limits16.AskAsync(peer, a),
        Order.AskForStatus => TriggerAsync(peer, MessageTrigger.StatusNotification),
        _ => throw new Core.Site.InvariantBrokenException($"no OCPP 1.6 for {order.GetType().Name}"),
    };

    /// <summary>What the end of a call means for the order, where it was not answered as hoped.</summary>
    public static OrderOutcome Otherwise(CallOutcome outcome) => outcome switch
    {
        CallOutcome.Refused { Code: "NotImplemented" or "NotSupported" } r => new OrderOutcome.NotSupported(Text(r.Code, r.Description)),
        CallOutcome.Refused r => new OrderOutcome.Refused(Text(r.Code, r.Description)),
        CallOutcome.InvalidAnswer i => new OrderOutcome.Refused($"its answer breaks the specification: {i.Description}"),
        CallOutcome.TimedOut => new OrderOutcome.NoAnswer("it did not answer in time"),
        CallOutcome.NotSent { Reason: NotSentReason.InvalidPayload } n => new OrderOutcome.NotSupported(n.Description),
        CallOutcome.NotSent n => new OrderOutcome.NoAnswer(n.Description),
        _ => new OrderOutcome.NoAnswer("the line was lost"),
    };

    private static string Text(string code, string description) => description.Length == 0 ? code : $"{code}: {description}";

    private static async Task<OrderOutcome> StartAsync(OcppPeer peer, Order.StartRemotely start)
    {
        RemoteStartTransactionRequest request = new(start.IdTag.Text, start.ConnectorId);
        CallOutcome outcome = await peer.CallAsync(RemoteStartTransaction.Action, request).ConfigureAwait(false);
        return outcome.TryGet(out RemoteStartTransactionResponse? response) ? Done(response.Status == RemoteStartStopStatus.Accepted) : Otherwise(outcome);
    }

    private static async Task<OrderOutcome> StopAsync(OcppPeer peer, Order.StopRemotely stop)
    {
        CallOutcome outcome = await peer.CallAsync(RemoteStopTransaction.Action, new RemoteStopTransactionRequest(stop.TransactionId)).ConfigureAwait(false);
        return outcome.TryGet(out RemoteStopTransactionResponse? response) ? Done(response.Status == RemoteStartStopStatus.Accepted) : Otherwise(outcome);
    }

    private static async Task<OrderOutcome> TriggerAsync(OcppPeer peer, MessageTrigger trigger)
    {
        CallOutcome outcome = await peer.CallAsync(TriggerMessage.Action, new TriggerMessageRequest(trigger)).ConfigureAwait(false);
        return outcome.TryGet(out TriggerMessageResponse? response) ? Done(response.Status == TriggerMessageStatus.Accepted) : Otherwise(outcome);
    }

    /// <summary>What a charger calls its list: -1 is no version of ours, as after a list that arrived in part.</summary>
    public static int ListVersion(int told) => told % VersionStep == 0 ? told / VersionStep : -1;

    /// <summary>
    /// In pieces the charger takes: the first as asked, the others as differences. A difference needs a higher number than the one before
    /// it (OCPP 1.6 §5.15), so there is room for pieces between the numbers of two lists.
    /// </summary>
    private static async Task<OrderOutcome> SendListAsync(OcppPeer peer, Order.SendLocalList list)
    {
        int perCall = Math.Max(1, list.PerCall ?? CarefulPerCall);
        ImmutableArray<AuthorizationData> entries = [.. list.Entries.Select(Entry)];
        if (entries.Length > (long)perCall * VersionStep)
        {
            return new OrderOutcome.NotSupported($"it takes {perCall} cards at once, too few for {entries.Length}");
        }

        int number = (list.Version - 1) * VersionStep;
        for (int from = 0; from == 0 || from < entries.Length; from += perCall)
        {
            UpdateType type = list.Full && from == 0 ? UpdateType.Full : UpdateType.Differential;
            ImmutableArray<AuthorizationData> piece = entries[from..Math.Min(from + perCall, entries.Length)];
            number = from + perCall < entries.Length ? number + 1 : list.Version * VersionStep;
            CallOutcome outcome = await peer.CallAsync(SendLocalList.Action, new SendLocalListRequest(number, type, piece)).ConfigureAwait(false);
            if (!outcome.TryGet(out SendLocalListResponse? response))
            {
                return Otherwise(outcome);
            }

            if (response.Status != UpdateStatus.Accepted)
            {
                return response.Status switch
                {
                    UpdateStatus.VersionMismatch => new OrderOutcome.VersionMismatch(),
                    UpdateStatus.NotSupported => new OrderOutcome.NotSupported("it keeps no card list"),
                    _ => new OrderOutcome.Refused("it could not take the card list"),
                };
            }
        }

        return new OrderOutcome.Done();
    }

    private static AuthorizationData Entry(LocalListEntry entry) =>
        new(entry.IdTag.Text, entry.Card is { } card ? Words16.IdTagInfo(new Authorization(CardVerdict.Accepted, card)) : null);

    private static OrderOutcome Done(bool accepted) => accepted ? new OrderOutcome.Done() : new OrderOutcome.Refused("the charger refused");
}
