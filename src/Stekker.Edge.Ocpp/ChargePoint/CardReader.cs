using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>Cards: whom to ask about one, and what it then starts or ends.</summary>
internal sealed class CardReader(ChargePointBody body, ChargePointLine line)
{
    internal async Task<AuthorizationStatus> PresentAsync(Connector connector, string idTag, CancellationToken cancellationToken)
    {
        lock (body.Gate)
        {
            if (connector.Transaction is { } own && own.IdTag == idTag)
            {
                body.StopTransaction(connector, Reason.Local, idTag);
                return AuthorizationStatus.Accepted;
            }
        }
        var info = await AuthorizeAsync(idTag, cancellationToken).ConfigureAwait(false);
        if (info.Status != AuthorizationStatus.Accepted)
        {
            return info.Status;
        }
        lock (body.Gate)
        {
            if (connector.Transaction is not null)
            {
                return AuthorizationStatus.ConcurrentTx;
            }
            var isReservedForAnother = connector.Reservation is { } reservation && reservation.IdTag != idTag
                && (reservation.ParentIdTag is null || reservation.ParentIdTag != info.ParentIdTag);
            if (isReservedForAnother || connector.IsInoperative)
            {
                return AuthorizationStatus.Blocked;
            }
            Begin(connector, idTag);
        }
        return AuthorizationStatus.Accepted;
    }

    /// <summary>OCPP 1.6 §9.1.3: a remote start asks about its card first only where configured so.</summary>
    internal async Task StartRemotely(Connector connector, string idTag)
    {
        bool asksFirst;
        lock (body.Gate)
        {
            asksFirst = body.Keys.IsOn("AuthorizeRemoteTxRequests");
        }
        if (asksFirst && (await AuthorizeAsync(idTag, CancellationToken.None).ConfigureAwait(false)).Status != AuthorizationStatus.Accepted)
        {
            return;
        }
        lock (body.Gate)
        {
            if (connector.Transaction is null)
            {
                Begin(connector, idTag);
            }
        }
    }

    /// <summary>Starts when the cable is in; else waits for it for ConnectionTimeOut (OCPP 1.6 §9.1.6).</summary>
    private void Begin(Connector connector, string idTag)
    {
        if (connector.IsPlugged)
        {
            body.StartTransaction(connector, idTag);
            return;
        }
        connector.AuthorizedIdTag = idTag;
        body.Agenda.Set($"plug {connector.Id}", body.Now + body.Keys.Seconds("ConnectionTimeOut"), () =>
        {
            connector.AuthorizedIdTag = null;
            connector.PendingProfile = null;
            body.Settle();
        });
        body.Settle();
    }

    /// <summary>The local list first where that is on, then the central system; off line the list alone: OCPP 1.6 §3.5.</summary>
    private async Task<IdTagInfo> AuthorizeAsync(string idTag, CancellationToken cancellationToken)
    {
        IdTagInfo? listed;
        bool trustsListFirst, trustsListOffline, trustsUnknownOffline;
        lock (body.Gate)
        {
            listed = body.Keys.IsOn("LocalAuthListEnabled") ? body.LocalList.Find(idTag) : null;
            trustsListFirst = body.Keys.IsOn("LocalPreAuthorize");
            trustsListOffline = body.Keys.IsOn("LocalAuthorizeOffline");
            trustsUnknownOffline = body.Keys.IsOn("AllowOfflineTxForUnknownId");
            listed = listed?.ExpiryDate < body.Now ? listed with { Status = AuthorizationStatus.Expired } : listed;
        }
        if (trustsListFirst && listed is { Status: AuthorizationStatus.Accepted })
        {
            return listed;
        }
        if (line.Accepted is { } client)
        {
            var outcome = await client.AuthorizeAsync(new AuthorizeRequest(idTag), cancellationToken).ConfigureAwait(false);
            if (outcome.TryGet(out AuthorizeResponse? response))
            {
                return response.IdTagInfo;
            }
            if (outcome is not (Rpc.CallOutcome.Disconnected or Rpc.CallOutcome.TimedOut))
            {
                return new IdTagInfo(AuthorizationStatus.Invalid);
            }
        }
        if (listed is not null && trustsListOffline)
        {
            return listed;
        }
        return new IdTagInfo(trustsUnknownOffline ? AuthorizationStatus.Accepted : AuthorizationStatus.Invalid);
    }
}
