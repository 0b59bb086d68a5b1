using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>Brings faults about when they are due, and ends them.</summary>
internal sealed class VirtualFaults
{
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Lost = TimeSpan.FromSeconds(60);

    private readonly VirtualSite site;
    private readonly VirtualEdge edge;
    private readonly VirtualClock clock;
    private readonly ImmutableArray<VirtualCharger> chargers;
    private readonly TwinWorld world;
    private readonly Reach reach;
    private readonly Dice dice;
    private readonly FaultSchedule schedule;
    private TimeSpan meterBackAt = TimeSpan.MinValue;
    private bool isOver;

    public VirtualFaults(VirtualSite site, VirtualEdge edge, VirtualClock clock, ImmutableArray<VirtualCharger> chargers, TwinWorld world, Reach reach, Dice dice)
    {
        (this.site, this.edge, this.clock, this.chargers, this.world, this.reach, this.dice) = (site, edge, clock, chargers, world, reach, dice);
        schedule = new FaultSchedule(site.Scenario.Faults, site.Scenario.Planned, [.. chargers.Select(c => c.Id)], dice);
        foreach (PlannedFault planned in schedule.Planned)
        {
            site.At(planned.At, () => Begin(planned));
        }

        Plan(TimeSpan.FromMinutes(1));
    }

    public bool MeterIsSilent => world.At < meterBackAt;

    /// <summary>No more faults begin, and those that are end soon.</summary>
    public void End()
    {
        isOver = true;
        meterBackAt = world.At;
        foreach (VirtualCharger charger in chargers)
        {
            charger.Line.BackBy(world.At + TimeSpan.FromSeconds(20));
        }

        foreach (Evse evse in world.Evses)
        {
            Mend(evse);
        }

        Restart(wokeInThePast: false);
        clock.IsSet();
        Recover();
        site.Hurry(world.At + TimeSpan.FromMinutes(1));
    }

    private void Plan(TimeSpan after)
    {
        if (schedule.Next(after) is { } next)
        {
            site.At(next.At, () =>
            {
                if (!isOver)
                {
                    Begin(next);
                    Plan(world.At);
                }
            });
        }
    }

    private void Begin(PlannedFault fault)
    {
        VirtualCharger charger = chargers.FirstOrDefault(c => c.Id == fault.ChargePointId) ?? chargers[0];
        TimeSpan until = world.At + fault.For;
        bool isCharging = site.IsCharging;
        switch (fault.Kind)
        {
            case FaultKind.LineClosed when charger.Line.IsOpen:
                site.Rungs.Count(Rung.LineClosed, charger.IsCharging);
                charger.Line.Closes(until);
                break;
            case FaultKind.LineHalfOpen when charger.Line.IsOpen:
                site.Rungs.Count(Rung.LineHalfOpen, charger.IsCharging);
                charger.Line.GoesDead(until);
                break;
            case FaultKind.EdgeKilled when CanBeKilled:
                site.Rungs.Count(Rung.EdgeKilled, isCharging);
                Kill(until, wokeInThePast: false);
                break;
            case FaultKind.ClockLost when CanBeKilled && clock.Trusted:
                site.Rungs.Count(Rung.ClockUntrusted, isCharging);
                TimeSpan bootsAt = world.At + dice.Between(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(60));
                Kill(bootsAt, wokeInThePast: true);
                site.At(bootsAt + fault.For, SetClock);
                break;
            case FaultKind.MeterSilent when !MeterIsSilent && edge.IsUp:
                BeSilent(fault.For);
                break;
            case FaultKind.LedgerFull when edge.IsUp && !edge.Ledger.IsFull:
                site.Rungs.Count(Rung.DiskFull, isCharging);
                edge.Ledger.Fills();
                site.Happens(new SiteEvent.LedgerFailed("The disk is full."));
                site.At(until, Recover);
                break;
            case FaultKind.LimitIgnored or FaultKind.LimitRoundedUp:
                Disobey(charger, fault, until);
                break;
            default:
                break;
        }
    }

    /// <summary>With the disk full, what waits in memory is lost with the process; the site said so. That is not this ladder's matter.</summary>
    private bool CanBeKilled => edge.IsUp && !edge.Ledger.IsFull;

    private void Kill(TimeSpan until, bool wokeInThePast)
    {
        reach.Killed(world);
        edge.Kill();
        foreach (VirtualCharger charger in chargers)
        {
            charger.Line.EdgeDied();
        }

        site.At(until, () => Restart(wokeInThePast));
    }

    private void Restart(bool wokeInThePast)
    {
        if (edge.IsUp)
        {
            return;
        }

        if (wokeInThePast)
        {
            clock.WakesInThePast(world.At, dice.Between(TimeSpan.FromHours(1), TimeSpan.FromDays(20)));
        }

        edge.Start(clock.At(world.At));
        reach.Started(world.At);
        site.Hurry(world.At + TimeSpan.FromMinutes(1));
        foreach (VirtualCharger charger in chargers)
        {
            charger.Line.ReconnectsAfterRestart(world.At + dice.Between(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30)));
        }
    }

    private void SetClock()
    {
        if (!clock.Trusted)
        {
            site.Rungs.Count(Rung.ClockSet, site.IsCharging);
            clock.IsSet();
            site.Happens(new SiteEvent.Tick());
        }
    }

    private void BeSilent(TimeSpan time)
    {
        TimeSpan since = world.At;
        meterBackAt = since + time;
        reach.MeterSilent(since);
        site.Hurry(since + Lost + Silent);
        Notice(Silent, Rung.MeterSilent);
        Notice(Lost, Rung.MeterLost);
        site.At(since + Silent, () =>
        {
            if (MeterIsSilent)
            {
                site.Happens(new SiteEvent.MeterSilent(VirtualSite.MeterId, MeterRole.Grid, "no answer"));
            }
        });

        void Notice(TimeSpan after, Rung rung) => site.At(since + after + TimeSpan.FromSeconds(1), () =>
        {
            if (MeterIsSilent && edge.IsUp)
            {
                site.Rungs.Count(rung, site.IsCharging);
            }
        });
    }

    private void Recover()
    {
        if (edge.Ledger.IsFull)
        {
            edge.Ledger.HasRoomAgain();
            site.Happens(new SiteEvent.LedgerCaughtUp());
        }
    }

    private void Disobey(VirtualCharger charger, PlannedFault fault, TimeSpan until)
    {
        bool ignores = fault.Kind == FaultKind.LimitIgnored;
        site.Rungs.Count(ignores ? Rung.LimitIgnored : Rung.LimitRoundedUp, charger.IsCharging);
        foreach (VirtualConnector connector in charger.Connectors)
        {
            connector.Evse.Fault = ignores ? LimitFault.Ignores : LimitFault.RoundsUp;
            site.At(until, () => Mend(connector.Evse));
        }
    }

    private void Mend(Evse evse)
    {
        if (evse.Fault != LimitFault.None)
        {
            evse.Mend(world.At);
        }
    }
}
