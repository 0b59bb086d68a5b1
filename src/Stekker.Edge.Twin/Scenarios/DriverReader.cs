using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Scenarios;

/// <summary>Drivers and their cars. An entry with a count stands for so many alike.</summary>
internal static class DriverReader
{
    /// <summary>No charger offers so much.</summary>
    private const double NeverA = 99;

    public static ImmutableArray<DriverSettings> Read(ScenarioNode root, ImmutableArray<EvseSettings> evses)
    {
        List<DriverSettings> drivers = [];
        int place = 0;
        foreach (ScenarioNode node in root.List("cars"))
        {
            int count = node.Whole("count", 1, 1_000, 1);
            string name = node.Text("name", "Car");
            bool hasPlace = node.Flag("ownPlace", false);
            CarSettings car = Car(node);
            node.End();
            for (int i = 1; i <= count; i++)
            {
                string tag = string.Create(CultureInfo.InvariantCulture, $"{0x04A1_0000 + drivers.Count + 1:X8}");
                int? own = hasPlace && place < evses.Length ? place++ : null;
                if (hasPlace && own is null)
                {
                    node.Complain("ownPlace", "true", $"there are {evses.Length} outlets only; let the others take any that is free");
                    return [.. drivers];
                }

                drivers.Add(new DriverSettings(tag, count > 1 ? $"{name} {i}" : name, car, own));
            }
        }

        if (drivers.Count == 0)
        {
            root.Complain("cars", "are missing", "it is a list of at least one, as { \"name\": \"Van\", \"count\": 4, \"batteryKwh\": 75 }");
        }

        return [.. drivers];
    }

    private static CarSettings Car(ScenarioNode node)
    {
        CarSettings usual = new();
        return new CarSettings
        {
            Battery = new WattHours((long)(node.Number("batteryKwh", 5, 1_000, 60) * 1000)),
            Phases = node.Whole("phases", 1, 3, 3),
            MaxA = node.Number("maxA", 6, 80, 16),
            Reaction = TimeSpan.FromMilliseconds(node.Number("reactionMs", 0, 10_000, usual.Reaction.TotalMilliseconds)),
            RampUpAPerS = node.Number("rampUpAPerS", 0.1, 100, usual.RampUpAPerS),
            RampDownAPerS = node.Number("rampDownAPerS", 0.1, 200, usual.RampDownAPerS),
            TaperFrom = node.Number("taperFrom", 0.3, 1, usual.TaperFrom),
            SleepsAfter = node.Has("sleepsAfterMinutes") ? TimeSpan.FromMinutes(node.Number("sleepsAfterMinutes", 1, 10_000)) : null,
            WakesAtA = node.Flag("wakesOnlyByPlug", false) ? NeverA : node.Number("wakesAtA", 6, 32, 6),
            DailyUse = new WattHours((long)(node.Number("dailyKwh", 0.5, 500, 9) * 1000)),
        };
    }
}
