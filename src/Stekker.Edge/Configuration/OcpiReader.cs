using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Configuration;

internal static class OcpiReader
{
    /// <summary>OCPI 2.2.1 ConnectorType: those with a plug for a car.</summary>
    private static readonly string[] Standards =
    [
        "CHADEMO", "CHAOJI", "DOMESTIC_E", "DOMESTIC_F", "GBT_AC", "GBT_DC", "IEC_60309_2_single_16", "IEC_60309_2_three_16", "IEC_60309_2_three_32",
        "IEC_62196_T1", "IEC_62196_T1_COMBO", "IEC_62196_T2", "IEC_62196_T2_COMBO", "IEC_62196_T3A", "IEC_62196_T3C", "TESLA_R", "TESLA_S",
    ];

    public static OcpiSettings Read(ObjectReader from)
    {
        OcpiSettings defaults = new();
        OcpiSettings read = new()
        {
            CountryCode = from.Text("countryCode", Country(2, "must be the country's two letters (ISO 3166-1 alpha-2), as \"NL\"")) ?? defaults.CountryCode,
            PartyId = from.Text("partyId", PartyId) ?? defaults.PartyId,
            Name = from.Text("name", UpTo(255)),
            Address = from.Text("address", UpTo(45)) ?? defaults.Address,
            City = from.Text("city", UpTo(45)) ?? defaults.City,
            PostalCode = from.Text("postalCode", UpTo(10)),
            Country = from.Text("country", Country(3, "must be the country's three letters (ISO 3166-1 alpha-3), as \"NLD\"")) ?? defaults.Country,
            ConnectorStandard = from.Text("connectorStandard", Standard) ?? defaults.ConnectorStandard,
            HasFixedCable = from.Choice("connectorFormat", ("SOCKET", false), ("CABLE", true)) ?? defaults.HasFixedCable,
        };
        from.Finish();
        return read;
    }

    private static Func<string, string?> Country(int letters, string right) => text => text.Length == letters && text.All(char.IsAsciiLetterUpper) ? null : right;

    private static string? PartyId(string text) =>
        text.Length == 3 && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)) ? null : "must be the operator's three letters or digits (ISO 15118), as \"STK\"";

    private static Func<string, string?> UpTo(int most) => text =>
        text.Trim().Length > 0 && text.Length <= most && !text.Any(char.IsControl) ? null : $"must be 1 to {most} characters, none of them control characters";

    private static string? Standard(string text) =>
        Standards.Contains(text, StringComparer.Ordinal) ? null : $"must be one of OCPI's connector types: {string.Join(", ", Standards)}";
}
