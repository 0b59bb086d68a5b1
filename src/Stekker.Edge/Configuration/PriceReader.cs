using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Prices;

namespace Stekker.Edge.Configuration;

internal static class PriceReader
{
    public static PriceSettings Read(ObjectReader from, ObjectReader tariffNode, TariffSettings? tariff)
    {
        ObjectReader entsoe = from.Object("entsoe");
        PriceSettings read = new(EntsoE(entsoe));
        from.Finish();
        if (entsoe.IsThere && tariff is not { FollowsMarket: true })
        {
            from.Warn("entsoe", "plays no part: the tariff follows no market prices (tariff.type \"dynamic\", or tariff.feedIn \"dayAhead\")");
        }
        else if (entsoe.IsThere && BiddingZones.EicOf(tariff!.Area) is null)
        {
            tariffNode.Error("area", $"is no bidding zone that ENTSO-E has prices of: it has {string.Join(", ", BiddingZones.Names)}; any other by its EIC code");
        }

        return read;
    }

    private static EntsoESettings? EntsoE(ObjectReader from)
    {
        if (!from.IsThere)
        {
            return null;
        }

        from.Require("token", "the security token of an account on ENTSO-E's Transparency Platform");
        string? token = from.Text("token", t => ConfigurationTexts.Password(t) is null ? null : "must be a token of 1 to 255 characters", secret: true);

        // Hidden: an address may carry a token where it should not.
        string? url = from.Text("url", Address, secret: true);
        from.Finish();
        return token is null ? null : new EntsoESettings(token, url is null ? EntsoESettings.PublicUrl : new Uri(url));
    }

    private static string? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            && url is { UserInfo.Length: 0, Query.Length: 0, Fragment.Length: 0 }
            ? null : $"must be an https address without a query, as \"{EntsoESettings.PublicUrl}\"";
}
