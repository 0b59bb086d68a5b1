namespace Stekker.Edge.Core.Configuration;

/// <summary>Where market prices are fetched from, beside what people and the cloud bring.</summary>
/// <param name="EntsoE">Null where they are not fetched from there.</param>
public sealed record PriceSettings(EntsoESettings? EntsoE = null);

/// <summary>The web API of ENTSO-E's Transparency Platform.</summary>
public sealed record EntsoESettings(string Token, Uri Url)
{
    public static readonly Uri PublicUrl = new("https://web-api.tp.entsoe.eu/api");

    /// <summary>Without the token, so that no log ever holds it.</summary>
    public override string ToString() => $"EntsoESettings {{ Url = {Url} }}";
}
