namespace Stekker.Edge.Core.Configuration;

/// <summary>
/// What a charge detail record says of the operator and the place, in OCPI 2.2.1's terms. The defaults make a record that has the right
/// shape; who exchanges records with other parties names their own.
/// </summary>
public sealed record OcpiSettings
{
    /// <summary>ISO 3166-1 alpha-2: the country of the operator's registration.</summary>
    public string CountryCode { get; init; } = "NL";

    /// <summary>The operator's id within that country (ISO 15118), three letters or digits.</summary>
    public string PartyId { get; init; } = "STK";

    /// <summary>Of the location, for people; null where it has none.</summary>
    public string? Name { get; init; }

    public string Address { get; init; } = "unknown";

    public string City { get; init; } = "unknown";

    public string? PostalCode { get; init; }

    /// <summary>ISO 3166-1 alpha-3: where the site is.</summary>
    public string Country { get; init; } = "NLD";

    /// <summary>OCPI's ConnectorType, of all connectors here.</summary>
    public string ConnectorStandard { get; init; } = "IEC_62196_T2";

    /// <summary>True where the cable hangs from the charger.</summary>
    public bool HasFixedCable { get; init; }
}
