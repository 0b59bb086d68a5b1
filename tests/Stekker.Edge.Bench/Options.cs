using System.Globalization;

namespace Stekker.Edge.Bench;

/// <param name="Seconds">How long chargers send once a second; flat out takes three quarters of it.</param>
internal sealed record Options(int Seconds, int Clients, int Rounds)
{
    public const string Usage = "Usage: ./build.sh bench [--seconds N] [--clients N] [--rounds N]\n       ./build.sh bench balancing [SEEDS]";

    private static readonly Options Default = new(Seconds: 20, Clients: 500, Rounds: 2);

    public TimeSpan EachSecond => TimeSpan.FromSeconds(Seconds);

    public TimeSpan FlatOut => TimeSpan.FromSeconds(Seconds * 0.75);

    public static bool TryParse(string[] arguments, out Options options, out string? wrong)
    {
        options = Default;
        wrong = null;
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < 1)
            {
                wrong = $"{arguments[i]} needs a number above zero.";
                return false;
            }

            switch (arguments[i])
            {
                case "--seconds":
                    options = options with { Seconds = value };
                    break;
                case "--clients":
                    options = options with { Clients = value };
                    break;
                case "--rounds":
                    options = options with { Rounds = value };
                    break;
                default:
                    wrong = $"{arguments[i]} is not an option.";
                    return false;
            }
        }

        return true;
    }
}
