using System.Collections.Immutable;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.ChargePoint;

/// <summary>The cards a charge point trusts without asking, OCPP 1.6 §3.5.2 and §5.15.</summary>
internal sealed class LocalAuthorizationList
{
    internal const int MaxLength = 1000;

    private Dictionary<string, IdTagInfo> _cards = new(StringComparer.OrdinalIgnoreCase);

    internal int Version { get; private set; }

    internal IdTagInfo? Find(string idTag) => _cards.GetValueOrDefault(idTag);

    internal UpdateStatus Update(SendLocalListRequest update)
    {
        var entries = update.LocalAuthorizationList ?? [];
        if (update.UpdateType == UpdateType.Differential && update.ListVersion <= Version)
        {
            return UpdateStatus.VersionMismatch;
        }
        // All or nothing: a list half taken would be neither version.
        var next = update.UpdateType == UpdateType.Full
            ? new Dictionary<string, IdTagInfo>(StringComparer.OrdinalIgnoreCase)
            : new Dictionary<string, IdTagInfo>(_cards, StringComparer.OrdinalIgnoreCase);
        foreach (var (idTag, info) in entries)
        {
            if (info is not null)
            {
                next[idTag] = info;
            }
            else if (update.UpdateType == UpdateType.Full)
            {
                return UpdateStatus.Failed;
            }
            else
            {
                next.Remove(idTag);
            }
        }
        if (next.Count > MaxLength)
        {
            return UpdateStatus.Failed;
        }
        _cards = next;
        Version = update.ListVersion;
        return UpdateStatus.Accepted;
    }
}
