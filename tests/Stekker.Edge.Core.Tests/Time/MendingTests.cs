using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Tests.Site;

namespace Stekker.Edge.Core.Tests.Time;

/// <summary>A router that woke in the past learns the time: what it stamped meanwhile is put right.</summary>
public sealed class MendingTests
{
    private static readonly TimeSpan Past = -TimeSpan.FromDays(200) - TimeSpan.FromMinutes(3);

    private readonly SiteStory site = new();

    public MendingTests()
    {
        site.Time.WakeWithout(Past);
        site.Restarts().Ready();
    }

    [Fact]
    public void A_running_session_is_put_right()
    {
        DateTimeOffset began = site.Time.TrueUtc;
        int id = Starts(10_000);
        site.AfterMinutes(30);
        Meters(13_000, id);
        Assert.False(site.Session!.Transaction!.Started.Trusted);

        site.Time.Arrive();
        site.Tick();

        Assert.Equal((began, true), (site.Session!.Transaction!.Started.Utc, site.Session.Transaction.Started.Trusted));
        Assert.Equal(site.Time.TrueUtc, site.Session.Transaction.Register.At);
        Assert.Equal(3_000, site.Session.Ptus.Sum(p => p.Energy.Value));
        Assert.All(site.Session.Ptus, p => Assert.InRange(p.Start, began.AddMinutes(-30), site.Time.TrueUtc));
        Assert.Equal(site.Session.Transaction.Started, site.Ledger.Sessions.Values.Single().Transaction!.Started);
    }

    [Fact]
    public void A_session_that_ended_meanwhile_is_put_right_in_the_ledger()
    {
        DateTimeOffset began = site.Time.TrueUtc;
        int id = Starts(10_000);
        site.AfterMinutes(20);
        Stops(id, 12_000);
        DateTimeOffset ended = site.Time.TrueUtc;
        site.AfterMinutes(5).Time.Arrive();

        site.Tick();

        Assert.Equal((began, ended, ended), (site.Closed.PluggedIn.Utc, site.Closed.Transaction!.End!.At.Utc, site.Closed.Unplugged!.Value.Utc));
        Assert.Empty(site.State.AwaitingTime);
    }

    [Fact]
    public void A_late_stop_before_time_came_is_not_undone_by_the_mending()
    {
        int id = Starts(10_000);
        site.Says(ConnectorStatus.Available).AfterMinutes(6);
        Stops(id, 14_000);

        site.Time.Arrive();
        site.Tick();

        Assert.Equal((4_000, false), (site.Closed.Energy.Value, site.Closed.Transaction!.End!.Inferred));
    }

    [Fact]
    public void A_session_opened_again_before_time_came_is_not_closed_by_the_mending()
    {
        int id = Starts(10_000);
        site.Says(ConnectorStatus.Available).AfterMinutes(6);
        Meters(12_000, id);
        Assert.True(site.Session!.HasOpenTransaction);

        site.Time.Arrive();
        site.Tick();

        Assert.True(site.Session!.HasOpenTransaction);
        Assert.NotEqual(SessionState.Ended, site.Ledger.Sessions.Values.Single().State);
    }

    [Fact]
    public void The_first_thing_that_happens_in_the_new_time_finds_the_old_stamps_mended()
    {
        int id = Starts(10_000);
        site.AfterMinutes(30).Time.Arrive();

        site.Meters(13_000, id);

        Assert.Equal(site.Time.TrueUtc, site.Session!.Transaction!.Register.At);
        Assert.All(site.Session.Ptus, p => Assert.True(p.Start <= site.Time.TrueUtc));
    }

    [Fact]
    public void Stamps_of_an_earlier_run_without_time_stay_marked()
    {
        Starts(10_000);
        site.AfterMinutes(3).Restarts().Ready();

        site.Time.Arrive();
        site.Tick();

        Assert.False(site.Session!.Transaction!.Started.Trusted);
    }

    [Fact]
    public void Energy_after_a_stamp_of_an_earlier_run_without_time_does_not_fill_the_months_between()
    {
        int id = Starts(10_000);
        site.AfterMinutes(3).Restarts().Ready();
        site.Time.Arrive();

        site.AfterMinutes(1).Meters(30_000, id);

        Assert.Equal(20_000, site.Session!.Ptus.Sum(p => p.Energy.Value));
        Assert.True(site.Session.Ptus.Length <= 7 * 96 + 1);
    }

    private int Starts(long meterWh) => site.Starts(meterWh, at: site.Time.Now.Utc).TransactionId;

    private void Meters(long registerWh, int id) => site.Meters(registerWh, id, site.Time.Now.Utc);

    private void Stops(int id, long meterWh) => site.Stops(id, meterWh, StopReason.CarUnplugged, site.Time.Now.Utc);
}
