using Stekker.Edge.Core.Time;

namespace Stekker.Edge.Core.Site;

/// <summary>Something a person should look at, standing until it is over.</summary>
/// <param name="Id">What it is about, stable: "charge-point-twice:CP01".</param>
public sealed record Alert(string Id, string Text, Stamp Since) : IKeyed<string>
{
    /// <summary>The id of the one that stands while the ledger cannot be written.</summary>
    public const string OfLedger = "ledger";

    string IKeyed<string>.Key => Id;
}
