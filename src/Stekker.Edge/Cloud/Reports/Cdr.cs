using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Stekker.Edge.Cloud.Reports;

/// <summary>
/// A charge detail record: OCPI 2.2.1, CDRs module, CDR Object, with OCPI's names. Energy in kWh, times in hours, money in EUR; numbers have
/// at most four decimals and moments are UTC (OCPI 2.2.1, types). What OCPI makes optional and is not known is left out.
/// </summary>
public sealed record Cdr(
    string CountryCode,
    string PartyId,
    string Id,
    string StartDateTime,
    string EndDateTime,
    string SessionId,
    CdrToken CdrToken,
    string AuthMethod,
    CdrLocation CdrLocation,
    string Currency,
    ImmutableArray<CdrTariff>? Tariffs,
    ImmutableArray<CdrPeriod> ChargingPeriods,
    CdrSignedData? SignedData,
    CdrPrice TotalCost,
    decimal TotalEnergy,
    CdrPrice? TotalEnergyCost,
    decimal TotalTime,
    decimal TotalParkingTime,
    string? Remark,
    string LastUpdated);

public sealed record CdrToken(string CountryCode, string PartyId, string Uid, string Type, string ContractId);

public sealed record CdrLocation(
    string Id,
    string? Name,
    string Address,
    string City,
    string? PostalCode,
    string Country,
    CdrCoordinates Coordinates,
    string EvseUid,
    string EvseId,
    string ConnectorId,
    string ConnectorStandard,
    string ConnectorFormat,
    string ConnectorPowerType);

/// <summary>Decimal degrees with five decimals, as text.</summary>
public sealed record CdrCoordinates(string Latitude, string Longitude);

/// <summary>A price per kWh that quarters of this record were charged at. Its id says the price, so the same id is the same price everywhere.</summary>
public sealed record CdrTariff(string CountryCode, string PartyId, string Id, string Currency, ImmutableArray<CdrTariffElement> Elements, string LastUpdated);

public sealed record CdrTariffElement(ImmutableArray<CdrPriceComponent> PriceComponents);

/// <param name="Price">EUR per kWh, before VAT.</param>
/// <param name="Vat">Percent.</param>
public sealed record CdrPriceComponent(string Type, decimal Price, decimal? Vat, int StepSize);

public sealed record CdrPeriod(string StartDateTime, ImmutableArray<CdrDimension> Dimensions, string? TariffId);

public sealed record CdrDimension(string Type, decimal Volume);

public sealed record CdrPrice(decimal ExclVat, decimal? InclVat);

public sealed record CdrSignedData(string EncodingMethod, ImmutableArray<CdrSignedValue> SignedValues);

public sealed record CdrSignedValue(string Nature, string PlainData, string SignedData);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Cdr))]
internal sealed partial class CdrJson : JsonSerializerContext;
