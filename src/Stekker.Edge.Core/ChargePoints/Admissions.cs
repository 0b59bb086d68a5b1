using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.ChargePoints;

/// <summary>Who may do business here: configured charge points at once, others as the site's rule says or as someone decides.</summary>
internal static class Admissions
{
    /// <summary>Most unknown charge points remembered at once; one that is gone makes room.</summary>
    public const int MostPending = 64;

    public static Admission For(SiteConfiguration configuration, string chargePointId) =>
        configuration.ChargePoint(chargePointId) is not null
            ? Admission.Accepted
            : configuration.Ocpp.UnknownChargePoints switch
            {
                UnknownChargePoints.Accept => Admission.Accepted,
                UnknownChargePoints.Refuse => Admission.Refused,
                _ => Admission.Pending,
            };

    /// <summary>The charge point, made known first where it is new. Only admitted ones are written down: strangers cost no flash.</summary>
    public static ChargePoint Known(Turn turn, string chargePointId)
    {
        if (turn.Find(chargePointId) is { } known)
        {
            return known;
        }

        ChargePointRecord record = new(chargePointId, For(turn.State.Configuration, chargePointId), null, 0);
        if (record.Admission == Admission.Accepted)
        {
            turn.Keep(record);
        }
        else
        {
            MakeRoom(turn);
        }

        return turn.Put(ChargePoint.New(record));
    }

    public static void Admit(Turn turn, SiteEvent.ChargePointAdmitted e)
    {
        ChargePoint chargePoint = turn.Find(e.ChargePointId) ?? ChargePoint.New(new ChargePointRecord(e.ChargePointId, e.Admission, null, 0));
        Decide(turn, chargePoint, e.Admission);
        turn.Answer(e.Request, new Reply.Done());
    }

    public static void Configure(Turn turn, SiteConfiguration configuration)
    {
        SiteConfiguration before = turn.State.Configuration;
        turn.State = turn.State with
        {
            Configuration = configuration,
            Steering = turn.State.Steering.Under(configuration),
            Prices = turn.State.Prices.For(configuration.Tariff?.Area),
        };
        foreach (ChargePointSettings settings in configuration.ChargePoints)
        {
            if (turn.Find(settings.Id) is { IsAdmitted: false } waiting)
            {
                Decide(turn, waiting, Admission.Accepted);
            }
        }

        // Taken out, and its password with it: it is a stranger again.
        foreach (ChargePointSettings settings in before.ChargePoints)
        {
            if (configuration.ChargePoint(settings.Id) is null && turn.Find(settings.Id) is { } stranger)
            {
                Decide(turn, stranger, For(configuration, settings.Id));
                turn.Do(new Effect.Disconnect(settings.Id, "no longer named in the configuration"));
            }
        }
    }

    private static void Decide(Turn turn, ChargePoint chargePoint, Admission admission)
    {
        ChargePointRecord record = chargePoint.Record with { Admission = admission };
        turn.Keep(record);
        turn.Put(chargePoint with { Record = record });
        if (!chargePoint.IsConnected)
        {
            return;
        }

        if (admission == Admission.Accepted)
        {
            turn.Instruct(record.Id, new Order.AskForBoot());
            turn.Put(turn.Find(record.Id)! with { CommissionAt = turn.Now.Elapsed + Lines.BootGrace });
        }
        else if (admission == Admission.Refused)
        {
            turn.Do(new Effect.Disconnect(record.Id, "refused here"));
        }
    }

    private static void MakeRoom(Turn turn)
    {
        // One that someone refused stays refused; where the rule refuses them all, it does so again.
        bool byRule = turn.State.Configuration.Ocpp.UnknownChargePoints == UnknownChargePoints.Refuse;
        List<ChargePoint> strangers =
            [.. turn.State.ChargePoints.Where(c => c.Record.Admission == Admission.Pending || (byRule && c.Record.Admission == Admission.Refused))];
        if (strangers.Count >= MostPending && (strangers.Find(c => !c.IsConnected) ?? strangers[0]) is { } oldest)
        {
            turn.State = turn.State with { ChargePoints = turn.State.ChargePoints.Without(oldest.Id) };
        }
    }
}
