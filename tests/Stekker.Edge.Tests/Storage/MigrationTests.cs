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

    [Theory]
    [InlineData("UPDATE meta SET value = 98 WHERE name = 'usable_from_schema'; PRAGMA user_version = 99")]
    [InlineData("DELETE FROM meta; PRAGMA user_version = 99")]
    public void A_file_of_a_newer_version_is_refused_and_not_touched(string newer)
    {
        using TempDirectory directory = new();
        MakeOf(directory, Migrations.Latest, newer);
        byte[] before = File.ReadAllBytes(directory.Ledger);
        LedgerUnavailableException refused = Assert.Throws<LedgerUnavailableException>(() => Ledgers.Open(directory));
        Assert.Equal(LedgerTrouble.OtherVersion, refused.Trouble);
        Assert.Contains("schema 99", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(directory.Ledger));
        Assert.Equal(LedgerTrouble.OtherVersion, Assert.Throws<LedgerUnavailableException>(() => LedgerReader.Open(directory.Path)).Trouble);
    }

    /// <summary>A version that was taken back finds the sessions of the one that was tried.</summary>
    [Fact]
    public void A_file_of_a_newer_version_that_says_so_is_used_and_keeps_its_number()
    {
        using TempDirectory directory = new();
        MakeOf(
            directory,
            Migrations.Latest,
            $"""
            ALTER TABLE session ADD COLUMN mood TEXT;
            CREATE TABLE of_the_future (it INTEGER);
            INSERT INTO session (session_id, charge_point_id, connector_id, state, plugged_in_utc_ms, plugged_in_trusted, priority, mood) VALUES (7, 'CP01', 1, 'PluggedIn', 1000, 1, 'High', 'good');
            UPDATE meta SET value = {Migrations.Latest} WHERE name = 'usable_from_schema';
            PRAGMA user_version = 99;
            """);
        LedgerOpening opening = Ledgers.Opening(directory);
        using (Ledger ledger = opening.Ledger)
        {
            Assert.Contains("schema 99", Assert.Single(opening.Notes), StringComparison.Ordinal);
            Assert.Equal(7, Assert.Single(ledger.Load().Sessions).Id);
            ledger.Save(new Made(new Random(1)).Session(8));
            Assert.Equal(99, LedgerFile.AskNumber(ledger.Connection, "PRAGMA user_version"));
            Assert.Equal("good", LedgerFile.Ask(ledger.Connection, "SELECT mood FROM session WHERE session_id = 7"));
        }

        using LedgerReader reader = LedgerReader.Open(directory.Path);
        Assert.Equal([8L, 7L], reader.Sessions(new SessionFilter()).Select(s => s.Id).OrderDescending());
    }

    [Fact]
    public void Every_file_says_from_which_schema_on_programs_may_use_it()
    {
        for (int version = 1; version <= Migrations.Latest; version++)
        {
            using TempDirectory directory = new();
            MakeOf(directory, version);
            using SqliteConnection connection = LedgerFile.Connect(directory.Ledger, SqliteOpenMode.ReadOnly);
            Assert.Equal(Math.Min(version, Migrations.UsableFrom), LedgerFile.AskNumber(connection, "SELECT value FROM meta WHERE name = 'usable_from_schema'"));
        }
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
