using Microsoft.Data.Sqlite;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

public class MigrationTests
{
    [Fact]
    public void A_file_of_the_first_schema_is_brought_up_to_date_with_all_that_is_in_it()
    {
        using TempDirectory directory = new();
        MakeOf(directory, version: 1, "INSERT INTO session (session_id, charge_point_id, connector_id, state, plugged_in_utc_ms, plugged_in_trusted, priority) "
            + "VALUES (41, 'CP01', 1, 'PluggedIn', 1000, 1, 'High')");
        LedgerOpening opening = Ledgers.Opening(directory);
        using Ledger ledger = opening.Ledger;
        Assert.False(opening.IsNew);
        Assert.Contains($"from schema 1 to {Migrations.Latest}", Assert.Single(opening.Notes), StringComparison.Ordinal);
        Session kept = Assert.Single(ledger.Load().Sessions);
        Assert.Equal(41, kept.Id);
        ledger.Commit([new Core.Site.Effect.SaveOrphanStop(new Made(new Random(1)).OrphanStop())]);
        using LedgerReader reader = LedgerReader.Open(directory.Path);
        Assert.Single(reader.OrphanStops());
        Assert.Equal([41], reader.Sessions(new SessionFilter()).Select(s => s.Id));
    }

    [Fact]
    public void Every_schema_number_on_the_way_can_be_opened()
    {
        for (int version = 1; version <= Migrations.Latest; version++)
        {
            using TempDirectory directory = new();
            MakeOf(directory, version);
            using Ledger ledger = Ledgers.Open(directory);
            ledger.Save(new Made(new Random(1)).Session(1));
            Assert.Equal(Migrations.Latest, LedgerFile.AskNumber(ledger.Connection, "PRAGMA user_version"));
        }
    }

    [Fact]
    public void A_migration_that_was_cut_off_in_the_middle_is_done_again()
    {
        using TempDirectory directory = new();
        MakeOf(directory, version: 1);
        using (SqliteConnection connection = LedgerFile.Connect(directory.Ledger, SqliteOpenMode.ReadWrite))
        {
            LedgerFile.Execute(connection, "BEGIN IMMEDIATE; CREATE TABLE orphan_stop (half INTEGER);");
        }

        using Ledger ledger = Ledgers.Open(directory);
        ledger.Commit([new Core.Site.Effect.SaveOrphanStop(new Made(new Random(1)).OrphanStop())]);
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused_and_not_touched()
    {
        using TempDirectory directory = new();
        MakeOf(directory, Migrations.Latest, "PRAGMA user_version = 99");
        byte[] before = File.ReadAllBytes(directory.Ledger);
        LedgerUnavailableException refused = Assert.Throws<LedgerUnavailableException>(() => Ledgers.Open(directory));
        Assert.Equal(LedgerTrouble.OtherVersion, refused.Trouble);
        Assert.Contains("schema 99", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(directory.Ledger));
        Assert.Equal(LedgerTrouble.OtherVersion, Assert.Throws<LedgerUnavailableException>(() => LedgerReader.Open(directory.Path)).Trouble);
    }

    [Fact]
    public void Names_of_a_newer_version_read_as_the_careful_default()
    {
        using TempDirectory directory = new();
        MakeOf(
            directory,
            Migrations.Latest,
            """
            INSERT INTO session (session_id, charge_point_id, connector_id, state, plugged_in_utc_ms, plugged_in_trusted, priority, transaction_id, id_tag, verdict, stopped_utc_ms, stop_reason)
              VALUES (1, 'CP01', 1, 'Hovering', 1000, 1, 'Royal', 5, 'AB', 'Maybe', 2000, 'Boredom');
            INSERT INTO card (id_tag, label, scope, scope_site_id, vehicle_id, priority, active, expires_utc_ms, card_group, version) VALUES ('AB', '', 'Galaxy', NULL, NULL, 'Royal', 1, 9223372036854775807, NULL, 1);
            INSERT INTO charge_point VALUES ('CP01', 'Adored', NULL, NULL, NULL, NULL, 0);
            """);
        using Ledger ledger = Ledgers.Open(directory);
        var loaded = ledger.Load();
        Assert.Equal(SessionState.PluggedIn, loaded.Sessions[0].State);
        Assert.Equal(StopReason.Other, loaded.Sessions[0].Transaction!.End!.Reason);
        Assert.Equal(Core.Cards.CardScopeKind.Vehicle, loaded.Cards[0].Scope.Kind);
        Assert.Equal(Core.ChargePoints.Admission.Pending, loaded.ChargePoints[0].Admission);
    }

    private static void MakeOf(TempDirectory directory, int version, string? with = null)
    {
        NativeSqlite.Use();
        using SqliteConnection connection = LedgerFile.Connect(directory.Ledger, SqliteOpenMode.ReadWriteCreate);
        Migrations.Run(connection, 0, version);
        if (with is not null)
        {
            LedgerFile.Execute(connection, with);
        }
    }
}
