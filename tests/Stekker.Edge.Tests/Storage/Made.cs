using System.Collections.Immutable;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.ChargePoints;
using Stekker.Edge.Core.Charging;
using Stekker.Edge.Core.Savings;
using Stekker.Edge.Core.Site;
using Stekker.Edge.Core.Time;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Tests.Storage;

/// <summary>Whatever a site may want to keep, made up from a seed: every field filled or empty, every enum.</summary>
internal sealed class Made(Random random)
{
    private static readonly DateTimeOffset Base = new(2025, 10, 25, 22, 0, 0, TimeSpan.Zero);
    private static readonly string[] Texts = ["", "Anna", "Müller & Søn 充電", "it's; DROP TABLE session --", "a\tb\nc", "00012", "1e3", "🔌"];

    public Card Card()
    {
        Card card = new(
            IdTag(),
            Text(),
            new CardScope(Pick<CardScopeKind>(), Maybe(Text)),
            Maybe(Text),
            Pick<CardPriority>(),
            random.Next(3) > 0,
            MaybeValue(Time),
            Maybe(Text),
            random.Next(1000));
        return card with { Origin = card.Version % 2 == 0 ? CardOrigin.Site : CardOrigin.Cloud };
    }

    public Vehicle Vehicle() => new(
        $"car-{random.Next(6)}",
        Text(),
        MaybeValue(() => new WattHours(random.Next(200_000))),
        MaybeValue(() => new Watts(random.Next(300_000))),
        MaybeValue(() => random.Next(1, 4)),
        new VehiclePreferences(
            random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, 7).Select(_ => MaybeValue(() => new TimeOnly(random.NextInt64(TimeSpan.TicksPerDay))))],
            MaybeValue(() => random.Next(1001)),
            MaybeValue(() => random.Next(1001))));

    public ChargePointRecord ChargePoint() => new(
        ChargePointId(), Pick<Admission>(), Maybe(() => new ChargePointIdentity(Text(), Text(), Maybe(Text), Maybe(Text))), random.Next(100));

    public Refusal Refusal() => new(IdTag(), ChargePointId(), Pick<CardVerdict>(), Stamp(), random.Next(1, 9));

    public OrphanStop OrphanStop() => new(
        ChargePointId(), random.Next(-1, 50), Maybe(Text), new WattHours(random.NextInt64(5_000_000_000)), Stamp(), Pick<StopReason>());

    public Settlement Settlement(long sessionId) => new()
    {
        SessionId = sessionId,
        PluggedIn = Time(),
        Ended = Time(),
        Energy = new WattHours(random.Next(90_000)),
        Sun = new WattHours(random.Next(9_000)),
        Money = Maybe(() => new SettledMoney(Eur(), Eur(), Eur(), Eur(), Eur())),
        Unpriced = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new QuarterSpan(Time(), Time()))],
        FallbackPtus = random.Next(3),
        ReferenceMissingPtus = random.Next(3),
        IsMeasured = random.Next(2) == 0,
    };

    public Session Session(long id) => new()
    {
        Id = id,
        ChargePointId = ChargePointId(),
        ConnectorId = random.Next(1, 3),
        PluggedIn = Stamp(),
        Vehicle = Maybe(Text),
        CardLabel = Maybe(Text),
        Priority = Pick<CardPriority>(),
        Unsaved = random.Next(2) == 0,
    };

    /// <summary>One thing happens to a session: a start, a reading, a mended clock, a signed value, a stop, an unplug, a second thought.</summary>
    public Session Next(Session s, Func<int> nextTransactionId) => (random.Next(8), s.Transaction) switch
    {
        (0, null) => s with { State = SessionState.Charging, Transaction = Start(nextTransactionId()) },
        (1 or 2 or 3, { IsOpen: true } t) => s with { Transaction = t with { Register = Moved(t.Register) }, Ptus = Grown(s.Ptus) },
        (4, _) => s with { State = Pick<SessionState>(), Unplugged = MaybeValue(Stamp) },
        (5, { } t) => s with { Transaction = t with { End = Maybe(End) } },
        (6, _) => s with { Signed = s.Signed.Add(new SignedValue("OCMF|" + new string('x', random.Next(3000)), Maybe(Text), Pick<SampleReason>())) },
        (7, _) when random.Next(4) == 0 => s with { Signed = [.. s.Signed.Skip(1)], PluggedIn = Stamp(), Ptus = [.. s.Ptus.Select(p => p with { Start = p.Start + (Ptu.Length * 7) })] },
        _ => s with { State = SessionState.PausedByCar },
    };

    private decimal Eur() => random.Next(-20_000_000, 90_000_000) / 1_000_000m;

    private static ImmutableArray<PtuEnergy> Sorted(IEnumerable<PtuEnergy> ptus) => [.. ptus.DistinctBy(p => p.Start).OrderBy(p => p.Start)];

    private Transaction Start(int id) => new(
        id,
        IdTag(),
        Pick<CardVerdict>(),
        Stamp(),
        new DateTimeOffset(Base.UtcDateTime.Ticks + random.NextInt64(TimeSpan.TicksPerDay), TimeSpan.FromMinutes(random.Next(-14, 15) * 60)),
        new WattHours(random.NextInt64(uint.MaxValue)),
        Moved(RegisterTrack.StartingAt(new WattHours(random.NextInt64(uint.MaxValue)), Time())));

    private RegisterTrack Moved(RegisterTrack track) =>
        new(track.Register + new WattHours(random.Next(5000)), Time(), track.Counted + new WattHours(random.Next(5000)), track.Resets + random.Next(2));

    private TransactionEnd End() => new(Stamp(), new WattHours(random.NextInt64(uint.MaxValue)), Pick<StopReason>(), random.Next(2) == 0);

    private ImmutableArray<PtuEnergy> Grown(ImmutableArray<PtuEnergy> ptus) => Sorted(
        [new PtuEnergy(Base + (Ptu.Length * random.Next(40)), new WattHours(random.Next(3000))), .. ptus]);

    private Stamp Stamp() => new(Time(), random.Next(2) == 0, null);

    private DateTimeOffset Time() => Base.AddMilliseconds(random.NextInt64(40L * 86_400_000));

    private IdTag IdTag() => Core.Cards.IdTag.TryParse(random.Next(5) == 0 ? $"VID:{random.Next(4):D30}" : $"04ab{random.Next(12):x}")!.Value;

    private string ChargePointId() => $"CP0{random.Next(1, 4)}";

    private string Text() => Texts[random.Next(Texts.Length)];

    private T Pick<T>()
        where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];

    private T? Maybe<T>(Func<T> make)
        where T : class => random.Next(3) == 0 ? null : make();

    private T? MaybeValue<T>(Func<T> make)
        where T : struct => random.Next(3) == 0 ? null : make();
}
