using Stekker.Edge.Core.Site;

namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// What each connector may be drawing now. A limit that was sent, or accepted, is not believed until the charger's meter or its composite
/// schedule shows it; what it may draw until then stays reserved.
/// </summary>
internal static class Obedience
{
    private const int ToleranceDeciA = 10;
    private const int NoiseDeciA = 2;

    public static void Judge(Desk desk)
    {
        for (int i = 0; i < desk.Count; i++)
        {
            ConnectorInput c = desk.Input.Connectors[i];
            ref ConnectorMemory m = ref desk.Memory[i];
            Believe(desk, c, ref m);
            desk.Held[i] = MayDraw(desk, c, m, desk.Safe[i]);
            bool wants = c.Session is not null && c.WantsEnergy;
            bool beyond = desk.Held[i] > 0 && (!c.Online || m.Ignores || Overdraws(desk, m) || (desk.Haste == Haste.SecondCut && IsUnmoved(desk, i)));
            desk.Parts[i] = beyond ? Part.Beyond : wants && c.Online ? Part.Shares : Part.Idle;
            Tell(desk, c, m, desk.Held[i]);
        }
    }

    /// <summary>What its meter shows, where that is recent enough to count; null where nothing is known.</summary>
    public static int? Drawn(Desk desk, ConnectorInput c) =>
        c.Drawn is { } drawn && desk.Now.Elapsed - drawn.At <= desk.Settings.SampleGoodFor ? Math.Max(0, drawn.Currents.MaxDeciamperes) : null;

    /// <summary>Some charger's own meter shows that it goes on as before.</summary>
    public static bool IsAnyUnmoved(Desk desk)
    {
        for (int i = 0; i < desk.Count; i++)
        {
            if (IsUnmoved(desk, i))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// It was told less, and its own meter shows the current of before when a quick car would have begun to follow: by so little, perhaps, that
    /// it could be taken for an inexact one.
    /// </summary>
    private static bool IsUnmoved(Desk desk, int i)
    {
        ref readonly ConnectorMemory m = ref desk.Memory[i];
        if (desk.Input.Connectors[i] is not { Online: true, Drawn: { } drawn } || drawn.At - m.GrantedAt < desk.Settings.Latency / 2)
        {
            return false;
        }

        int deciA = drawn.Currents.MaxDeciamperes;
        return deciA > m.GrantedDeciA + NoiseDeciA && deciA >= m.PriorDeciA - NoiseDeciA;
    }

    /// <summary>Draws more than granted for longer than a slow car needs: reserved at once as it is, long before it is called a fault.</summary>
    private static bool Overdraws(Desk desk, in ConnectorMemory m) =>
        m.OverSince is { } since && desk.Now.Elapsed - since >= desk.Settings.SecondCutAfter;

    private static int Tolerance(int grantedDeciA) => Math.Max(ToleranceDeciA, grantedDeciA / 20);

    private static void Believe(Desk desk, ConnectorInput c, ref ConnectorMemory m)
    {
        if (!c.Online)
        {
            return;
        }

        TimeSpan sinceGrant = desk.Now.Elapsed - m.GrantedAt;
        if (c.Drawn is { } drawn && drawn.At > m.GrantedAt)
        {
            bool within = drawn.Currents.MaxDeciamperes <= m.GrantedDeciA + Tolerance(m.GrantedDeciA);
            if (within)
            {
                m.UnshownDeciA = m.GrantedDeciA;
                m.Ignores = false;
                m.OverSince = null;
                m.ReducedAt = null;
                m.ObeyedAt = drawn.At;
                int inexact = Math.Max(0, drawn.Currents.MaxDeciamperes - m.GrantedDeciA);
                m.InexactDeciA = sinceGrant >= desk.Settings.SecondCutAfter ? inexact : m.InexactDeciA;
            }
            else
            {
                // Seen seldom, it may have left more than one reduction aside.
                bool leftFirst = m.ReducedAt is not null && drawn.Currents.MaxDeciamperes > m.ReducedToDeciA + Tolerance(m.ReducedToDeciA);
                TimeSpan told = leftFirst ? m.ReducedAt!.Value : m.GrantedAt;
                m.OverSince ??= m.ObeyedAt > told ? m.ObeyedAt : told;
                m.Ignores |= drawn.At - m.OverSince >= desk.Settings.ObeyWithin;
            }
        }
        else if (c.Composite is { } shown && shown.Deciamperes <= m.GrantedDeciA)
        {
            m.UnshownDeciA = m.GrantedDeciA;
        }
        else if (c.Drawn is null && sinceGrant >= desk.Settings.BelieveUnmeteredAfter)
        {
            m.UnshownDeciA = m.GrantedDeciA;
        }
    }

    private static int MayDraw(Desk desk, ConnectorInput c, in ConnectorMemory m, int safe)
    {
        int drawn = Drawn(desk, c) ?? 0;
        if (c.Session is null)
        {
            return drawn >= 10 ? drawn : 0;
        }

        if (m.Ignores)
        {
            return Math.Max(Math.Max(drawn, m.Sample.MaxDeciamperes), m.GrantedDeciA);
        }

        int told = Math.Max(m.GrantedDeciA, m.UnshownDeciA);
        if (c.InForce is { } inForce)
        {
            bool lapsed = desk.Now.Elapsed >= inForce.LapsesAt;
            told = lapsed && !c.Online ? safe : Math.Max(told, lapsed ? safe : inForce.Limit.Deciamperes);
        }
        else if (!c.Online && desk.Now.Elapsed - m.GrantedAt >= desk.Settings.GrantLastsAtMost)
        {
            told = safe;
        }

        return Math.Max(told, drawn);
    }

    private static void Tell(Desk desk, ConnectorInput c, in ConnectorMemory m, int held)
    {
        if (m.Ignores)
        {
            desk.Find(
                $"ignores-limit:{c.ChargePointId}/{c.ConnectorId}",
                TellLevel.Alarm,
                c.ChargePointId,
                $"{c.Name} draws {held / 10} A though it was told {m.GrantedDeciA / 10m:0.#} A: it ignores its limit; what it draws is kept free for it");
        }
        else if (!c.Online && held > 0)
        {
            desk.Find(
                $"offline-reserved:{c.ChargePointId}/{c.ConnectorId}",
                TellLevel.Warning,
                c.ChargePointId,
                $"{c.Name} is offline; {held / 10m:0.#} A per phase stays kept free for it");
        }
    }
}
