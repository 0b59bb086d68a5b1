using System.Globalization;

namespace Stekker.Edge.Bench;

/// <param name="Part">Null: all of them.</param>
/// <param name="Seconds">How long chargers send once a second; flat out takes three quarters of it.</param>
/// <param name="Sites">Simulated sites of the balancer, an hour each.</param>
/// <param name="Days">Of each run of the twin.</param>
/// <param name="Seeds">Of the twin, where policies are compared.</param>
/// <param name="Reports">In the outbox that is drained.</param>
/// <param name="Minutes">Of each window in which a site's traffic is counted; five hold one status.</param>
/// <param name="Boxes">Of the fleet.</param>
internal sealed record Options(string? Part, int Seconds, int Clients, int Rounds, int Sites, int Days, int Seeds, int Reports, int Minutes, int Boxes)
{
    public const string Usage = """
        Usage: ./build.sh bench [PART] [OPTIONS]

          load       size, start-up, memory, and message load beside a Node server  [--seconds N] [--clients N] [--rounds N]
          latency    from a meter's answer to the limits at 64 chargers
          cpu        CPU share and memory with 20 chargers and 3 meters
          plan       time and memory of a plan, by kind of site and at 40 cars x 192 steps
          twin       simulated time per wall time                                   [--days N]
          policies   energy and headroom beside simple policies                     [--sites N] [--days N] [--seeds N]
          drain      reports a second from a full outbox, beside plain clients      [--reports N] [--rounds N]
          offline    memory of a site that was offline for a week                   [--reports N]
          air        bytes on the air and to the flash in a day, ten chargers       [--minutes N]
          fleet      boxes at one broker that is killed and restarted               [--boxes N]
          cloud      drain, offline, air and fleet
          budgets    what is allowed and what was measured, in one table            [--minutes N]

        Without a part all of them are measured, and the table of budgets ends it. It fails where a budget is not kept.
        """;

    private static readonly string[] Parts = ["load", "latency", "cpu", "plan", "twin", "policies", "drain", "offline", "air", "fleet", "cloud", "budgets"];

    private static readonly string[] OfCloud = ["drain", "offline", "air", "fleet"];

    private static readonly Options Default = new(Part: null, Seconds: 20, Clients: 500, Rounds: 2, Sites: 500, Days: 14, Seeds: 3, Reports: 60_000, Minutes: 5, Boxes: 2000);

    public TimeSpan EachSecond => TimeSpan.FromSeconds(Seconds);

    public TimeSpan FlatOut => TimeSpan.FromSeconds(Seconds * 0.75);

    public bool Has(string part) => Part is null || Part == part || (Part == "cloud" && OfCloud.Contains(part));

    public static bool TryParse(string[] arguments, out Options options, out string? wrong)
    {
        bool named = arguments.Length > 0 && !arguments[0].StartsWith('-');
        options = named ? Default with { Part = arguments[0] } : Default;
        wrong = named && !Parts.Contains(arguments[0]) ? $"{arguments[0]} is no part of the bench." : null;
        for (int i = named ? 1 : 0; i < arguments.Length && wrong is null; i += 2)
        {
            wrong = i + 1 == arguments.Length || !int.TryParse(arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int value) || value < 1
                ? $"{arguments[i]} needs a number above zero."
                : Take(arguments[i], value, ref options);
        }

        return wrong is null;
    }

    private static string? Take(string option, int value, ref Options options)
    {
        Options? taken = option switch
        {
            "--seconds" => options with { Seconds = value },
            "--clients" => options with { Clients = value },
            "--rounds" => options with { Rounds = value },
            "--sites" => options with { Sites = value },
            "--days" => options with { Days = value },
            "--seeds" => options with { Seeds = value },
            "--reports" => options with { Reports = value },
            "--minutes" => options with { Minutes = value },
            "--boxes" => options with { Boxes = value },
            _ => null,
        };
        options = taken ?? options;
        return taken is null ? $"{option} is not an option." : null;
    }
}
