using Stekker.Edge.Core.Balancing;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Core.Tests.Balancing.Simulation;

/// <summary>A charger and its cars: late, deaf or offline at times, wired as it happens. In deciamperes and seconds.</summary>
internal sealed class SimCharger
{
    private readonly Random random;
    private readonly Queue<(int At, int DeciA)> onTheWay = new();
    private readonly int[] order;
    private readonly PhaseWiring? wiring;
    private readonly int sampleEvery;
    private readonly int latency;
    private int carUntil;
    private int carFrom;
    private int carMax;
    private int carPhases;
    private long session;
    private int deafUntil;
    private int offlineUntil;
    private bool missedWhileDeaf;
    private int heardAgain;
    private DrawnCurrents? sample;

    public SimCharger(string id, Random random, int phases)
    {
        Id = id;
        this.random = random;
        MaxDeciA = random.Next(2) == 0 ? 160 : 320;
        int turned = random.Next(PhaseWiring.OrderCount);
        order = phases == 1 ? [0, 1, 2] : [PhaseWiring.OrderOf(turned, 0), PhaseWiring.OrderOf(turned, 1), PhaseWiring.OrderOf(turned, 2)];
        wiring = random.Next(2) == 0 ? PhaseWiring.TryParse($"L{order[0] + 1},L{order[1] + 1},L{order[2] + 1}") : null;
        sampleEvery = random.Next(3) == 0 ? 1 : random.Next(2, 16);
        latency = random.Next(8) == 0 ? 4 : random.Next(1, 3);
        Faulty = random.Next(4) == 0;
        GridPhases = phases;
        Plug(random.Next(200));
    }

    public string Id { get; }

    public bool Faulty { get; }

    public int GridPhases { get; }

    public int MaxDeciA { get; }

    public int LimitDeciA { get; private set; }

    public bool Online { get; private set; } = true;

    public bool IsDeaf { get; private set; }

    /// <summary>Nothing we say changes what it draws, or has not long enough, or it was said and it takes its time.</summary>
    public bool IsBeyond(int second) =>
        IsDeaf || missedWhileDeaf || !Online || second < Math.Max(Math.Max(deafUntil, offlineUntil), heardAgain) + 8
        || (latency > 2 && onTheWay.Any(told => told.DeciA < LimitDeciA));

    public int DrawsDeciA { get; private set; }

    public int CarFrom => carFrom;

    public bool HasCar { get; private set; }

    public int OnGrid(int phase)
    {
        int sum = 0;
        for (int k = 0; k < Math.Min(carPhases, GridPhases); k++)
        {
            sum += order[k] == phase ? DrawsDeciA : 0;
        }

        return sum;
    }

    public void Step(int second, bool faults)
    {
        if (second >= carUntil)
        {
            Plug(second + random.Next(30, 300));
        }

        HasCar = second >= carFrom;
        Fail(second, faults);
        while (onTheWay.Count > 0 && onTheWay.Peek().At <= second)
        {
            int limit = onTheWay.Dequeue().DeciA;
            LimitDeciA = IsDeaf ? LimitDeciA : limit;
            heardAgain = missedWhileDeaf && !IsDeaf ? second : heardAgain;
            missedWhileDeaf = IsDeaf;
        }

        int allowed = LimitDeciA < 60 ? 0 : Math.Min(LimitDeciA, Math.Min(MaxDeciA, carMax));
        DrawsDeciA = HasCar && second >= carFrom + 5 ? allowed : 0;
    }

    /// <summary>The last that reached it.</summary>
    public int ToldDeciA { get; private set; }

    public void Told(Amperes limit, int second)
    {
        if (Online)
        {
            ToldDeciA = limit.Deciamperes;
            onTheWay.Enqueue((second + latency, limit.Deciamperes));
        }
    }

    public ConnectorInput Input(int second, Now now, WriterState? writer)
    {
        if (Online && second % sampleEvery == 0)
        {
            int uses = Math.Min(GridPhases, carPhases);
            sample = new DrawnCurrents(PhaseCurrents.FromDeciamperes(DrawsDeciA, uses > 1 ? DrawsDeciA : 0, uses > 2 ? DrawsDeciA : 0), now.Elapsed);
        }

        return new ConnectorInput
        {
            ChargePointId = Id,
            ConnectorId = 1,
            Max = Amperes.FromDeciamperes(MaxDeciA),
            Wiring = wiring,
            Online = Online,
            Session = HasCar ? new SessionNeed(session, session % 5 == 0 ? CardPriority.High : CardPriority.Normal) : null,
            Drawn = sample,
            InForce = writer?.InForce(Id, 1),
        };
    }

    private void Plug(int from)
    {
        session++;
        carFrom = from;
        carUntil = from + random.Next(300, 3000);
        carMax = random.Next(3) == 0 ? random.Next(60, 161) : 320;
        carPhases = random.Next(4) switch { 0 => 1, 1 => 2, _ => 3 };
        LimitDeciA = 0;
        onTheWay.Clear();
    }

    private void Fail(int second, bool faults)
    {
        if (faults && Faulty && second > 60 && random.Next(400) == 0 && second > Math.Max(deafUntil, offlineUntil))
        {
            int until = second + random.Next(10, 240);
            deafUntil = random.Next(2) == 0 ? until : deafUntil;
            offlineUntil = deafUntil == until ? offlineUntil : until;
        }

        IsDeaf = second < deafUntil;
        Online = second >= offlineUntil;
    }
}
