using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Tests.Simulation;

/// <summary>The simulation can fail: broken on purpose, it says which rule tripped.</summary>
public sealed class SabotageTests
{
    private const int Seeds = 150;

    [Fact]
    public void A_start_that_is_not_written_is_noticed() =>
        AssertNoticed(new Sabotage { Loses = w => w is Effect.SaveSession { Session: { HasOpenTransaction: true, Energy.Value: 0 } } }, "the ledger keeps up");

    [Fact]
    public void A_stop_that_is_not_written_is_noticed() =>
        AssertNoticed(new Sabotage { Loses = w => w is Effect.SaveSession { Session.State: SessionState.Finished } }, "the ledger keeps up");

    [Fact]
    public void One_single_lost_write_of_a_session_is_noticed()
    {
        int writes = 0;

        AssertNoticed(new Sabotage { Loses = w => w is Effect.SaveSession { Session.Transaction: not null } && ++writes == 10 }, "the ledger keeps up");
    }

    [Fact]
    public void A_checkpoint_that_writes_nothing_is_noticed() => AssertNoticed(
        new Sabotage { Loses = w => w is Effect.SaveSession { Session: { HasOpenTransaction: true, Energy.Value: > 0 } } }, "the ledger keeps up");

    [Fact]
    public void Answering_before_the_commit_is_noticed() => AssertNoticed(
        new Sabotage { AnswersBeforeCommit = true }, "two starts never share an id", "a transaction is in the ledger once", "a stop is in the ledger as told");

    [Fact]
    public void Transaction_ids_that_begin_anew_after_a_restart_are_noticed() =>
        AssertNoticed(new Sabotage { ForgetsUsedIds = true }, "ids are never reused", "two starts never share an id");

    private static void AssertNoticed(Sabotage sabotage, params string[] rules)
    {
        List<string> tripped = [];
        for (int seed = 1; seed <= Seeds && tripped.Count == 0; seed++)
        {
            try
            {
                Simulated.Run(seed, sabotage);
            }
            catch (SimulationFailedException broken)
            {
                Assert.Contains($"SIMULATION_SEED={seed}", broken.Message, StringComparison.Ordinal);
                tripped.Add(broken.Rule);
            }
        }

        Assert.Contains(Assert.Single(tripped), rules);
    }
}
