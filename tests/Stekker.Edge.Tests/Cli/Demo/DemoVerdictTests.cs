using System.Collections.Immutable;
using Stekker.Edge.Cli.Demo;
using Stekker.Edge.Control;
using Stekker.Edge.Twin.Sockets;

namespace Stekker.Edge.Tests.Cli.Demo;

public sealed class DemoVerdictTests
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(5);

    private static readonly DemoSession Session = new("CP01", DemoCast.Ada, 1000, 1042);

    private static readonly SessionEntry Entry = new()
    {
        Id = 1,
        ChargePointId = "CP01",
        ConnectorId = 1,
        IdTag = DemoCast.Ada.IdTag,
        State = "ended",
        PluggedIn = "2027-03-21T14:00:00+01:00",
        EnergyWh = 42,
        MeterStartWh = 1000,
        MeterStopWh = 1042,
        TimeTrusted = true,
    };

    [Fact]
    public void A_session_in_the_ledger_as_its_meter_has_it_holds() => Assert.True(Judge([Entry]).Holds);

    [Fact]
    public void A_session_that_is_not_in_the_ledger_breaks_it()
    {
        DemoVerdict verdict = Judge([]);

        Assert.False(verdict.Holds);
        Assert.Contains("BROKEN: not in the ledger as its charger's meter has it: Ada at CP01, 1000 to 1042 Wh", verdict.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_watt_hour_less_breaks_it() => Assert.False(Judge([Entry with { EnergyWh = 41 }]).Holds);

    [Fact]
    public void A_session_that_has_not_ended_breaks_it() => Assert.False(Judge([Entry with { State = "charging" }]).Holds);

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void A_phase_may_be_above_its_fuse_for_the_settling_time_and_no_longer(int seconds, bool holds)
    {
        FuseWatch fuse = new(35);
        fuse.See(1, 36, TimeSpan.FromSeconds(seconds));

        DemoVerdict verdict = DemoVerdict.Of(fuse, 35, Allowed, [Session], [Entry]);

        Assert.Equal(holds, verdict.Holds);
        Assert.Equal(!holds, verdict.Lines[0].StartsWith("BROKEN: L2 was above its 35 A fuse for 6.0 s", StringComparison.Ordinal));
    }

    private static DemoVerdict Judge(ImmutableArray<SessionEntry> ledger) => DemoVerdict.Of(new FuseWatch(35), 35, Allowed, [Session], ledger);
}
