using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Stekker.Edge.Cloud.Reports;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Reporting;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Tariffs;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Storage;
using Stekker.Edge.Tests.Storage;

namespace Stekker.Edge.Tests.Cloud;

/// <summary>Charge detail records and savings as they go out.</summary>
public sealed class CdrMakerTests
{
    private static readonly SiteConfiguration Site = new() { SiteId = "zonneweide-12", Tariff = new TariffSettings { VatFraction = 0.21m } };

    /// <summary>In Amsterdam 23:52 before the night in which the clocks go back.</summary>
    private static readonly DateTimeOffset Start = new(2026, 10, 24, 21, 52, 7, TimeSpan.Zero);

    [Fact]
    public void Totals_are_the_sums_of_the_periods()
    {
        Session session = Session([500, 1234, 0, 0, 2001, 3]);
        Cdr cdr = Make(session, 1.234567m, Quarters(session, 0.242m));

        Assert.Equal(["ENERGY", "ENERGY", "PARKING_TIME", "ENERGY", "ENERGY", "PARKING_TIME"], cdr.ChargingPeriods.Select(p => p.Dimensions[0].Type));
        Assert.Equal((3.738m, 3.738m), (cdr.TotalEnergy, Sum(cdr, "ENERGY")));
        Assert.Equal(cdr.TotalTime, Sum(cdr, "TIME") + Sum(cdr, "PARKING_TIME"));
        Assert.Equal(cdr.TotalParkingTime, Sum(cdr, "PARKING_TIME"));
        Assert.Equal(decimal.Round((decimal)(End - Start).TotalHours, 4), cdr.TotalTime);
        Assert.Equal(("2026-10-24T21:52:07Z", "2026-10-25T03:00:00Z"), (cdr.StartDateTime, cdr.EndDateTime));
        Assert.Equal(["2026-10-24T21:52:07Z", "2026-10-24T22:00:00Z", "2026-10-24T22:15:00Z"], cdr.ChargingPeriods.Take(3).Select(p => p.StartDateTime));
    }

    [Fact]
    public void Costs_are_told_with_and_without_VAT_and_each_price_is_one_tariff()
    {
        Session session = Session([500, 1234]);
        Cdr cdr = Make(session, 1.21m, Quarters(session, 0.242m));
        Assert.Equal((1.00m, 1.21m), (cdr.TotalCost.ExclVat, cdr.TotalCost.InclVat));
        CdrTariff tariff = Assert.Single(cdr.Tariffs!.Value);
        Assert.Equal(("ENERGY-0.2000-VAT21", 0.2m, 21m), (tariff.Id, tariff.Elements[0].PriceComponents[0].Price, tariff.Elements[0].PriceComponents[0].Vat));
        Assert.Equal([tariff.Id, tariff.Id, null], cdr.ChargingPeriods.Select(p => p.TariffId));
        Assert.Null(cdr.Remark);
    }

    [Fact]
    public void Where_VAT_is_not_known_it_is_left_out()
    {
        Session session = Session([500]);
        Cdr cdr = Make(session, 1.21m, Quarters(session, 0.242m), Site with { Tariff = new TariffSettings() });
        Assert.Equal((1.21m, null), (cdr.TotalCost.ExclVat, cdr.TotalCost.InclVat));
        Assert.DoesNotContain("incl_vat", Json(cdr), StringComparison.Ordinal);
    }

    [Fact]
    public void Quarters_without_a_price_are_named()
    {
        Session session = Session([500, 1234, 7]);
        ImmutableArray<PtuCost> quarters = Quarters(session, 0.242m);
        Cdr cdr = Make(session, 0.1m, [quarters[0], quarters[1] with { Price = null }, quarters[2] with { Price = null }], isFinal: false);
        Assert.Contains("for want of a price: 2026-10-24T22:00Z/2026-10-24T22:30Z", cdr.Remark, StringComparison.Ordinal);
        Assert.Equal([true, false, false, false], cdr.ChargingPeriods.Select(p => p.TariffId is not null));
    }

    [Fact]
    public void An_inferred_stop_and_a_site_without_a_tariff_are_said()
    {
        Session session = Session([500]);
        session = session with { Transaction = session.Transaction! with { End = session.Transaction.End! with { Inferred = true } } };
        Assert.Equal("the charger never reported the stop; the site has no tariff; costs are not reckoned", Make(session, 0, [], Site with { Tariff = null }).Remark);
    }

    [Fact]
    public void A_remark_is_never_longer_than_OCPI_has_room_for()
    {
        Session session = Session([.. Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? 100L : 0L)]);
        Cdr cdr = Make(session, 0, [.. Quarters(session, 0).Select(q => q with { Price = null })], isFinal: false);
        Assert.Equal(255, cdr.Remark!.Length);
    }

    [Fact]
    public void Signed_values_are_kept_to_the_letter()
    {
        Session session = Session([500]) with
        {
            Signed = [new SignedValue("OCMF|{\"FV\":\"1.0\"}|{\"SD\":\"AA\"}", null, SampleReason.TransactionBegin), new SignedValue("OCMF|{}|{\"SD\":\"BB\"}", null, SampleReason.TransactionEnd)],
        };
        CdrSignedData signed = Make(session, 0, []).SignedData!;
        Assert.Equal("OCMF", signed.EncodingMethod);
        Assert.Equal([("Start", "{\"FV\":\"1.0\"}", "OCMF|{\"FV\":\"1.0\"}|{\"SD\":\"AA\"}"), ("End", "{}", "OCMF|{}|{\"SD\":\"BB\"}")], signed.SignedValues.Select(s => (s.Nature, s.PlainData, s.SignedData)));
    }

    [Theory]
    [InlineData("a", 7, "a-7")]
    [InlineData("a-site-with-a-name-that-is-far-too-long-for-it", 310022, null)]
    public void Ids_fit_and_differ(string siteId, long session, string? expected)
    {
        string id = CdrMaker.IdOf(siteId, session);
        Assert.True(id.Length <= 36);
        Assert.NotEqual(id, CdrMaker.IdOf(siteId + "x", session));
        Assert.True(expected is null || expected == id);
    }

    [Fact]
    public void On_a_ledger_a_record_has_its_number_and_survives_a_restart_and_savings_are_those_of_the_day_when_read()
    {
        using TempDirectory directory = new();
        Session session = Session([500, 1234]);
        CdrTold told = new(session.Id, session.Energy, 0.41m, 0, Stamp.ToMilliseconds(Start), Stamp.ToMilliseconds(End));
        DateOnly day = new(2026, 10, 24);
        using (Ledger ledger = Ledgers.Open(directory))
        {
            ledger.Save(session);
            ledger.Commit([
                new Effect.SaveCdrTold(told), Queued(new Report.OfCdr(session, 0.41m, Quarters(session, 0.242m), true)),
                new Effect.SaveSavingsTold(day), Queued(new Report.OfSavings(day)), Queued(new Report.OfSavings(day))]);
            Assert.Equal([$"cdrs/{session.Id}", "savings/2026-10-24"], OutboxTable.Read(ledger.Connection, 0, 9).Select(e => e.Topic));
            Assert.Equal(0, Read(ledger, 1).GetProperty("sessions").GetInt32());
            ledger.Commit([new Effect.SaveSettlement(new Settlement { SessionId = session.Id, PluggedIn = Start, Ended = End, Energy = session.Energy, Money = new SettledMoney(0.41m, 0, 0, 0.5m, 0.6m) })]);
            JsonElement savings = Read(ledger, 1);
            Assert.Equal((1, 1734, 0.09m, "2026-10-24"), (savings.GetProperty("sessions").GetInt32(), savings.GetProperty("energyWh").GetInt64(), savings.GetProperty("savedEur").GetDecimal(), savings.GetProperty("date").GetString()));
            Assert.True(savings.GetProperty("reportId").GetInt64() > Read(ledger, 0).GetProperty("report_id").GetInt64());
        }

        LedgerContents again = Ledgers.Reloaded(directory);
        Assert.Equal((told, day), (Assert.Single(again.Cdrs), again.SavingsToldThrough));
    }

    [Fact]
    public void An_unsettled_session_comes_back_with_what_its_charger_signed()
    {
        using TempDirectory directory = new();
        Session session = Session([500]) with { Signed = [new SignedValue("OCMF|{}|{}", null, SampleReason.TransactionEnd)] };
        using (Ledger ledger = Ledgers.Open(directory))
        {
            ledger.Save(session);
        }

        Assert.Equal(session.Signed, Assert.Single(Ledgers.Reloaded(directory).Unsettled).Session!.Signed.AsEnumerable());
    }

    private static DateTimeOffset End => new(2026, 10, 25, 3, 0, 0, TimeSpan.Zero);

    private static JsonElement Read(Ledger ledger, int at) => JsonDocument.Parse(OutboxTable.Read(ledger.Connection, 0, 9)[at].Payload).RootElement;

    private static Effect.QueueReport Queued(Report report) => new(report, Site, End.AddHours(1));

    private static Cdr Make(Session session, decimal cost, ImmutableArray<PtuCost> quarters, SiteConfiguration? site = null, bool isFinal = true)
    {
        Report.OfCdr report = new(session, cost, quarters, isFinal);
        return CdrMaker.Of(report, new Effect.QueueReport(report, site ?? Site, End.AddHours(1)));
    }

    private static string Json(Cdr cdr) => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(cdr, CdrJson.Default.Cdr));

    private static decimal Sum(Cdr cdr, string type) => cdr.ChargingPeriods.SelectMany(p => p.Dimensions).Where(d => d.Type == type).Sum(d => d.Volume);

    private static ImmutableArray<PtuCost> Quarters(Session session, decimal eurPerKwh) =>
        [.. session.Ptus.Where(p => p.Energy > WattHours.Zero).Select(p => new PtuCost(p.Start, p.Energy, WattHours.Zero, new PtuPrice(eurPerKwh, 0, PriceSource.Known)))];

    private static Session Session(params ImmutableArray<long> wh)
    {
        Stamp start = new(Start, true, null);
        Stamp end = new(End, true, null);
        RegisterTrack register = new(new WattHours(wh.Sum()), End, new WattHours(wh.Sum()));
        return new Session
        {
            Id = 310022,
            ChargePointId = "CP01",
            ConnectorId = 1,
            PluggedIn = start,
            Unplugged = end,
            State = SessionState.Ended,
            Transaction = new Transaction(
                7, IdTag.TryParse("04A1B2C3")!.Value, CardVerdict.Accepted, start, Start, WattHours.Zero, register, new TransactionEnd(end, register.Register, StopReason.Local, false)),
            Ptus = [.. wh.Select((w, i) => new PtuEnergy(Ptu.StartOf(Start) + (i * Ptu.Length), new WattHours(w)))],
        };
    }
}
