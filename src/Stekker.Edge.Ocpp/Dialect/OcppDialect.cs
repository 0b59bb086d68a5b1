using System.Collections.Immutable;
using Stekker.Edge.Ocpp.Framing;

namespace Stekker.Edge.Ocpp;

/// <summary>A version of OCPP as the wire knows it: its WebSocket subprotocol, its actions, and how it spells errors.</summary>
public sealed class OcppDialect
{
    private readonly Dictionary<string, OcppAction> _byName;
    private readonly Func<OcppErrorCode, string> _spell;

    public OcppDialect(string subprotocol, ImmutableArray<OcppAction> actions, Func<OcppErrorCode, string> spell)
    {
        Subprotocol = subprotocol;
        Actions = actions;
        _spell = spell;
        _byName = actions.ToDictionary(action => action.Name, StringComparer.Ordinal);
    }

    public string Subprotocol { get; }

    public ImmutableArray<OcppAction> Actions { get; }

    public OcppAction? Find(string name) => _byName.GetValueOrDefault(name);

    public string Spell(OcppErrorCode code) => _spell(code);
}
