namespace Stekker.Edge.Prices;

/// <summary>
/// The bidding zones of the European day-ahead market by their short names, with the EIC codes ENTSO-E knows them by
/// (ENTSO-E Transparency Platform, "Area List with Energy Identification Code").
/// </summary>
public static class BiddingZones
{
    private const int EicLength = 16;

    private const string EicAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-";

    private static readonly (string Name, string Eic)[] Table =
    [
        ("AL", "10YAL-KESH-----5"),
        ("AT", "10YAT-APG------L"),
        ("BA", "10YBA-JPCC-----D"),
        ("BE", "10YBE----------2"),
        ("BG", "10YCA-BULGARIA-R"),
        ("CH", "10YCH-SWISSGRIDZ"),
        ("CZ", "10YCZ-CEPS-----N"),
        ("DE-LU", "10Y1001A1001A82H"),
        ("DK1", "10YDK-1--------W"),
        ("DK2", "10YDK-2--------M"),
        ("EE", "10Y1001A1001A39I"),
        ("ES", "10YES-REE------0"),
        ("FI", "10YFI-1--------U"),
        ("FR", "10YFR-RTE------C"),
        ("GR", "10YGR-HTSO-----Y"),
        ("HR", "10YHR-HEP------M"),
        ("HU", "10YHU-MAVIR----U"),
        ("IE-SEM", "10Y1001A1001A59C"),
        ("IT-Calabria", "10Y1001C--00096J"),
        ("IT-Centre-North", "10Y1001A1001A70O"),
        ("IT-Centre-South", "10Y1001A1001A71M"),
        ("IT-North", "10Y1001A1001A73I"),
        ("IT-Sardinia", "10Y1001A1001A74G"),
        ("IT-Sicily", "10Y1001A1001A75E"),
        ("IT-South", "10Y1001A1001A788"),
        ("LT", "10YLT-1001A0008Q"),
        ("LV", "10YLV-1001A00074"),
        ("MD", "10Y1001A1001A990"),
        ("ME", "10YCS-CG-TSO---S"),
        ("MK", "10YMK-MEPSO----8"),
        ("NL", "10YNL----------L"),
        ("NO1", "10YNO-1--------2"),
        ("NO2", "10YNO-2--------T"),
        ("NO3", "10YNO-3--------J"),
        ("NO4", "10YNO-4--------9"),
        ("NO5", "10Y1001A1001A48H"),
        ("PL", "10YPL-AREA-----S"),
        ("PT", "10YPT-REN------W"),
        ("RO", "10YRO-TEL------P"),
        ("RS", "10YCS-SERBIATSOV"),
        ("SE1", "10Y1001A1001A44P"),
        ("SE2", "10Y1001A1001A45N"),
        ("SE3", "10Y1001A1001A46L"),
        ("SE4", "10Y1001A1001A47J"),
        ("SI", "10YSI-ELES-----O"),
        ("SK", "10YSK-SEPS-----K"),
        ("UA", "10Y1001C--00003F"),
        ("XK", "10Y1001C--00100H"),
    ];

    public static IEnumerable<string> Names => Table.Select(z => z.Name);

    /// <summary>The EIC code of a zone by its short name ("DE-LU", "DE_LU" and "de-lu" are one) or by the code itself; null where it is neither.</summary>
    public static string? EicOf(string area)
    {
        string plain = Plain(area);
        foreach ((string name, string eic) in Table)
        {
            if (Plain(name) == plain)
            {
                return eic;
            }
        }

        return IsEic(area) ? area : null;
    }

    /// <summary>Whether it has an EIC's form and its last character fits the others (EIC reference manual, check character).</summary>
    public static bool IsEic(string text)
    {
        if (text.Length != EicLength)
        {
            return false;
        }

        int sum = 0;
        for (int i = 0; i < EicLength - 1; i++)
        {
            int value = EicAlphabet.IndexOf(text[i], StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            sum += value * (EicLength - i);
        }

        return text[^1] == EicAlphabet[36 - ((sum - 1) % 37)];
    }

    private static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
