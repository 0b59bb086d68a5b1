using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Stekker.Edge.Core.Planning;

namespace Stekker.Edge.Planning;

/// <summary>Writes a plan ("planner-plan/1"): numbers with a point, six decimals at most.</summary>
internal static class PlanWriter
{
    private const int Decimals = 6;

    public static byte[] Write(PlanningCase planned, Plan plan, TimeSpan elapsed)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("format", "planner-plan/1");
            json.WriteString("caseId", planned.CaseId);
            json.WriteStartArray("sessions");
            foreach (PlannedSession session in plan.Sessions)
            {
                json.WriteStartObject();
                json.WriteString("id", session.Id);
                Series(json, "powerKw", session.PowerKw);
                json.WriteNumber("unmetKwh", Rounded(session.UnmetKwh));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Series(json, "gridKw", plan.GridKw);
            if (planned.Problem.Battery is not null)
            {
                Series(json, "batteryKw", plan.BatteryKw);
            }

            json.WriteNumber("costEur", Rounded(plan.CostEur));
            json.WriteNumber("elapsedMs", Math.Round(elapsed.TotalMilliseconds, 4));
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Series(Utf8JsonWriter json, string name, ImmutableArray<double> series)
    {
        json.WriteStartArray(name);
        foreach (double number in series)
        {
            json.WriteNumberValue(Rounded(number));
        }

        json.WriteEndArray();
    }

    private static decimal Rounded(double number) => decimal.Round((decimal)number, Decimals) + 0.0000m;
}
