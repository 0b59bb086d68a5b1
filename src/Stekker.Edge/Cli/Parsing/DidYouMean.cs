namespace Stekker.Edge.Cli.Parsing;

internal static class DidYouMean
{
    /// <summary>The candidate that is a slip or two away from what was typed; null where none is near.</summary>
    public static string? Nearest(string typed, IEnumerable<string> candidates)
    {
        (string Text, int Slips)? best = null;
        foreach (string candidate in candidates)
        {
            int slips = Slips(typed, candidate);
            if (slips <= Math.Max(1, Math.Min(typed.Length, candidate.Length) / 3) && (best is null || slips < best.Value.Slips))
            {
                best = (candidate, slips);
            }
        }

        return best?.Text;
    }

    /// <summary>Letters left out, put in, mistaken or swapped with their neighbour (optimal string alignment).</summary>
    private static int Slips(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                int mistaken = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + mistaken);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
