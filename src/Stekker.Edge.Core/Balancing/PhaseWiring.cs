using System.Collections.Immutable;
using System.Numerics;

namespace Stekker.Edge.Core.Balancing;

/// <summary>
/// Which of the grid's phases are behind a connector's L1, L2, L3. There are six orders; those still plausible are a bit each. A configured
/// or learned connector has one left, an unknown one all six, and then its current counts on every phase it may be on.
/// </summary>
/// <param name="Orders">Bit n: order n of <see cref="OrderOf"/> is plausible.</param>
/// <param name="Wired">Bit n: the connector's phase n is wired at all.</param>
public readonly record struct PhaseWiring(byte Orders, byte Wired)
{
    public const int OrderCount = 6;

    public const int AllPhases = 0b111;

    public static readonly PhaseWiring Unknown = new(0b111111, AllPhases);

    /// <summary>The only wiring on a single-phase connection.</summary>
    public static readonly PhaseWiring SinglePhase = new(0b000001, 0b001);

    /// <summary>The grid phase behind connector phase k, for each order: three rotations, then the three with two phases swapped.</summary>
    private static ReadOnlySpan<byte> OrderTable => [0, 1, 2, 1, 2, 0, 2, 0, 1, 0, 2, 1, 2, 1, 0, 1, 0, 2];

    private static readonly byte[] PossibleTable = Table((sum, one) => sum | one, 0);

    private static readonly byte[] CertainTable = Table((sum, one) => sum & one, AllPhases);

    public static int OrderOf(int order, int connectorPhase) => OrderTable[(order * 3) + connectorPhase];

    public int WiredCount => BitOperations.PopCount(Wired);

    /// <summary>Grid phases that may carry current when these connector phases are used.</summary>
    public int Possible(int used) => PossibleTable[(Orders << 3) | (used & Wired)];

    /// <summary>Grid phases that carry current in every plausible order.</summary>
    public int Certain(int used) => CertainTable[(Orders << 3) | (used & Wired)];

    public PhaseWiring With(ImmutableArray<int> costs)
    {
        byte orders = 0;
        for (int order = 0; order < OrderCount; order++)
        {
            orders |= costs[order] < PhaseLearning.ExcludedAtDeciA ? (byte)(1 << order) : (byte)0;
        }

        return this with { Orders = orders };
    }

    /// <summary>From "L1,L2,L3", "L2", "L3,L1" and the like; null where it says nothing that can be.</summary>
    public static PhaseWiring? TryParse(string? text)
    {
        string[] parts = (text ?? "").Split(',', StringSplitOptions.TrimEntries);
        Span<int> grid = stackalloc int[3];
        int seen = 0;
        for (int k = 0; k < parts.Length; k++)
        {
            int phase = parts[k].ToUpperInvariant() switch { "L1" => 0, "L2" => 1, "L3" => 2, _ => -1 };
            if (k >= 3 || phase < 0 || (seen & (1 << phase)) != 0)
            {
                return null;
            }

            grid[k] = phase;
            seen |= 1 << phase;
        }

        byte orders = 0;
        for (int order = 0; order < OrderCount; order++)
        {
            bool fits = true;
            for (int k = 0; k < parts.Length; k++)
            {
                fits &= OrderOf(order, k) == grid[k];
            }

            orders |= fits ? (byte)(1 << order) : (byte)0;
        }

        return new PhaseWiring(orders, (byte)((1 << parts.Length) - 1));
    }

    private static byte[] Table(Func<int, int, int> combine, int start)
    {
        byte[] table = new byte[64 * 8];
        for (int orders = 1; orders < 64; orders++)
        {
            for (int used = 0; used < 8; used++)
            {
                int all = start;
                for (int order = 0; order < OrderCount; order++)
                {
                    all = (orders & (1 << order)) != 0 ? combine(all, On(order, used)) : all;
                }

                table[(orders << 3) | used] = (byte)all;
            }
        }

        return table;
    }

    private static int On(int order, int used)
    {
        int on = 0;
        for (int k = 0; k < 3; k++)
        {
            on |= (used & (1 << k)) != 0 ? 1 << OrderOf(order, k) : 0;
        }

        return on;
    }
}
