using System.Collections.Concurrent;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Twin.Sockets;

namespace Stekker.Edge.Soak;

/// <summary>A session as the charger's own meter saw it.</summary>
internal sealed record LivedSession(string ChargePointId, string IdTag, int MeterStartWh, int MeterStopWh);

/// <summary>People who come, charge for a moment and go: a day's business of a place each minute.</summary>
internal sealed class Drivers(SocketSite site, int seed)
{
    private const int OneInSoManyHasAWrongCard = 12;

    private readonly ConcurrentQueue<LivedSession> lived = new();
    private int begun;

    public IReadOnlyCollection<LivedSession> Lived => lived;

    /// <summary>Sessions begun so far.</summary>
    public int Begun => begun;

    /// <summary>Cards that nobody knows and that could charge.</summary>
    public int WrongCardsAccepted { get; private set; }

    public int WrongCardsRefused { get; private set; }

    /// <summary>Until cancelled; then whoever is there leaves.</summary>
    public Task ComeAndGoAsync(CancellationToken cancel) => Task.WhenAll(Enumerable.Range(0, SoakSettings.Chargers).Select(i => UseAsync(i, new Random((seed * 1000) + i), cancel)));

    private async Task UseAsync(int index, Random random, CancellationToken cancel)
    {
        string id = SoakCast.ChargePoint(index);
        while (await Moments.PassAsync(TimeSpan.FromSeconds(1 + (random.NextDouble() * 5)), cancel))
        {
            bool isWrong = random.Next(OneInSoManyHasAWrongCard) == 0;
            string card = isWrong ? SoakCast.WrongCard : SoakCast.Card(index);
            int startWh = site.MeterWh(id);
            AuthorizationStatus verdict = await ArriveAsync(id, card, random, cancel);
            bool charges = verdict == AuthorizationStatus.Accepted;
            if (charges)
            {
                Interlocked.Increment(ref begun);
                await Moments.PassAsync(TimeSpan.FromSeconds(5 + (random.NextDouble() * 15)), cancel);
            }

            site.Leave(id);
            if (charges)
            {
                lived.Enqueue(new LivedSession(id, card, startWh, site.MeterWh(id)));
            }

            lock (lived)
            {
                WrongCardsAccepted += isWrong && charges ? 1 : 0;
                WrongCardsRefused += isWrong && verdict == AuthorizationStatus.Invalid ? 1 : 0;
            }
        }
    }

    private async Task<AuthorizationStatus> ArriveAsync(string id, string card, Random random, CancellationToken cancel)
    {
        try
        {
            return await site.ArriveAsync(id, card, SoakCast.Car(random), 0.2 + (random.NextDouble() * 0.75), cancel);
        }
        catch (OperationCanceledException)
        {
            return AuthorizationStatus.Invalid;
        }
    }
}
