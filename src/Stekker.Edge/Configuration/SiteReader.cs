using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.CentralSystem.Gate;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Configuration;

namespace Stekker.Edge.Configuration;

/// <summary>The file from top to bottom.</summary>
internal static class SiteReader
{
    public static SiteConfiguration Read(ObjectReader root, Findings findings, Surroundings surroundings)
    {
        SiteConfiguration defaults = new() { SiteId = "" };
        root.Require("siteId", "a name for this site, as \"zonneweide-12\"");
        root.Require("grid", "an object with at least the main fuse, as { \"fuseA\": 63 }");
        string siteId = root.Text("siteId", ConfigurationTexts.SiteId) ?? "";
        string timeZone = TimeZone(root, surroundings) ?? defaults.TimeZone;
        GridSettings grid = GridReader.Read(root.Object("grid"));
        ImmutableArray<GroupSettings> groups = GroupReader.Read(root.List("groups"), grid);
        ObjectReader tariffNode = root.Object("tariff");
        TariffSettings? tariff = TariffReader.Read(tariffNode);
        SiteConfiguration site = new()
        {
            SiteId = siteId,
            TimeZone = timeZone,
            Grid = grid,
            Groups = groups,
            ChargePoints = ChargePointReader.Read(root.List("chargePoints"), grid, groups),
            Ocpp = OcppReader.Read(root.Object("ocpp")),
            Meters = MeterReader.Read(root.List("meters"), grid, surroundings),
            SolarArrays = SolarReader.Arrays(root.List("solarArrays")),
            Location = SolarReader.Location(root.Object("location")),
            Tariff = tariff,
            Prices = PriceReader.Read(root.Object("prices"), tariffNode, tariff),
            Preferences = Preferences(root.Object("preferences")),
            Cards = Cards(root.Object("cards")),
            Access = Access(root.Object("access")),
            Clock = Clock(root.Object("clock")),
            Web = Web(root.Object("web")),
            Log = Log(root.Object("log")),
            Ledger = Ledger(root.Object("ledger")),
            Balancing = BalancingReader.Read(root.Object("balancing")),
            Imbalance = Imbalance(root.Object("imbalance")),
            Savings = Savings(root.Object("savings")),
            Ocpi = OcpiReader.Read(root.Object("ocpi")),
            Cloud = CloudReader.Read(root.Object("cloud")),
        };
        root.Finish();
        if (!site.SolarArrays.IsEmpty && !root.Has("location"))
        {
            findings.Warn("location", "", "is missing: without it the yield of solarArrays cannot be foreseen");
        }

        WarnOfPlainPasswords(site, findings);
        return site;
    }

    /// <summary>Once, however many there are.</summary>
    private static void WarnOfPlainPasswords(SiteConfiguration site, Findings findings)
    {
        string[] plain = [.. site.ChargePoints.Where(c => c.Password is { } p && !PasswordHash.IsMeant(p)).Select(c => c.Id)];
        if (plain.Length > 0)
        {
            string whose = plain.Length == 1 ? plain[0] : $"{plain[0]} and {plain.Length - 1} more";
            findings.Warn("chargePoints", "", $"the password of {whose} can be read in this file; 'stekker-edge password {plain[0]}' makes the hash to write instead (the charger keeps its password)");
        }
    }

    private static string? TimeZone(ObjectReader root, Surroundings surroundings)
    {
        const string install = "this system has no time zone data: install the package zoneinfo-europe (OpenWrt) or tzdata (Debian)";
        if (!root.Has("timeZone") && !surroundings.HasZoneData)
        {
            root.Warn("timeZone", install);
        }

        return root.Text("timeZone", id =>
            id.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+') && surroundings.KnowsTimeZone(id) ? null
            : surroundings.HasZoneData ? "must be a time zone of the IANA list, as \"Europe/Amsterdam\""
            : install);
    }

    private static PreferenceSettings Preferences(ObjectReader from)
    {
        PreferenceSettings defaults = new();
        string? departure = from.Text("departure", ConfigurationTexts.TimeOfDay);
        PreferenceSettings read = new()
        {
            Departure = departure is null ? defaults.Departure : TimeOnly.ParseExact(departure, "HH:mm", CultureInfo.InvariantCulture),
            Target = from.Fraction("targetFraction", 0.01m) ?? defaults.Target,
            Direct = from.Fraction("directFraction") ?? defaults.Direct,
            Battery = from.KilowattHours("batteryKwh", 1, 1000),
        };
        from.Finish();
        return read;
    }

    private static CardRules Cards(ObjectReader from)
    {
        CardRules defaults = new();
        CardRules read = new()
        {
            Unknown = from.Choice("unknown", ("refuse", UnknownCards.Refuse), ("accept", UnknownCards.Accept)) ?? defaults.Unknown,
            DeactivatedMidSession = from.Choice("deactivatedMidSession", ("stop", DeactivatedMidSession.Stop), ("finish", DeactivatedMidSession.Finish))
                ?? defaults.DeactivatedMidSession,
        };
        from.Finish();
        return read;
    }

    private static AccessRules Access(ObjectReader from)
    {
        AccessRules defaults = new();
        AccessRules read = new()
        {
            FreeVend = from.Flag("freeVend") ?? defaults.FreeVend,
            NoCardNeeded = from.Flag("noCardNeeded") ?? defaults.NoCardNeeded,
            NoCardIdTag = from.Text("noCardIdTag", t => IdTag.TryParse(t) is null ? $"must be a card's token, 1 to {IdTag.MaxCardLength} characters" : null)
                ?? defaults.NoCardIdTag,
            RemoteStart = from.Flag("remoteStart") ?? defaults.RemoteStart,
        };
        from.Finish();
        return read;
    }

    private static ClockRules Clock(ObjectReader from)
    {
        ClockRules read = new() { AlwaysTrusted = from.Choice("trust", ("auto", false), ("always", true)) ?? false };
        from.Finish();
        return read;
    }

    private static WebSettings Web(ObjectReader from)
    {
        WebSettings read = new() { Listen = from.Text("listen", ConfigurationTexts.Listen) ?? new WebSettings().Listen };
        from.Finish();
        return read;
    }

    private static LogSettings Log(ObjectReader from)
    {
        LogSettings read = new()
        {
            Level = from.Choice(
                "level", ("debug", LogDetail.Debug), ("information", LogDetail.Information), ("warning", LogDetail.Warning), ("error", LogDetail.Error))
                ?? LogDetail.Information,
            File = from.Text("file", ConfigurationTexts.Path),
        };
        from.Finish();
        return read;
    }

    private static LedgerSettings Ledger(ObjectReader from)
    {
        LedgerSettings defaults = new();
        LedgerSettings read = new()
        {
            KeepSessionsYears = from.Whole("keepSessionsYears", 1, 30, " years") ?? defaults.KeepSessionsYears,
            FlashBytesPerDay = from.Whole("flashMbPerDay", 1, 100_000, " MB") is { } mb ? mb * 1_000_000L : defaults.FlashBytesPerDay,
        };
        from.Finish();
        return read;
    }

    private static ImbalanceSettings Imbalance(ObjectReader from)
    {
        ImbalanceSettings read = new(from.Flag("enabled") ?? false);
        from.Finish();
        return read;
    }

    /// <summary>An average rate over days and nights: never so low as to be free, and not in cents.</summary>
    private static SavingsSettings Savings(ObjectReader from)
    {
        SavingsSettings read = new(from.Number("referenceEurPerKwh", 0.001m, 10, " EUR", 6));
        from.Finish();
        return read;
    }
}
