using System.Text.Json.Nodes;
using Stekker.Edge.Tests.Cli;

namespace Stekker.Edge.Tests.Planning;

public sealed class PlanCommandTests
{
    private const string Case = """
        {
          "format": "planner-case/1", "caseId": "two-hours", "note": "for people",
          "time": { "start": "2026-01-12T00:00:00+01:00", "stepMinutes": 60, "steps": 3 },
          "site": { "phases": 3, "voltageV": 230, "gtvKw": 40, "fuseA": 63 },
          "series": { "priceEurPerKwh": [0.3, 0.2, 0.1], "baseLoadKw": [1, 1, 1], "solarKw": [0, 0, 0] },
          "sessions": [ { "id": "car", "arrivalStep": 0, "departureStep": 3, "batteryKwh": 50, "startSocFraction": 0.5, "directFraction": 0,
            "targetFraction": 0.72, "minChargeKw": 4.14, "maxChargeKw": 11, "phases": 3, "priority": null } ]
        }
        """;

    [Fact]
    public async Task A_case_becomes_a_plan()
    {
        using Shell shell = new();
        string output = shell.File("plan.json");

        await shell.OutAsync("plan", "--input", shell.Written("case.json", Case), "--output", output);

        JsonNode plan = JsonNode.Parse(await File.ReadAllTextAsync(output))!;
        Assert.Equal("planner-plan/1", (string?)plan["format"]);
        Assert.Equal("two-hours", (string?)plan["caseId"]);
        Assert.Equal([0, 0, 11], plan["sessions"]![0]!["powerKw"]!.AsArray().Select(n => n!.GetValue<double>()));
        Assert.Equal([1, 1, 12], plan["gridKw"]!.AsArray().Select(n => n!.GetValue<double>()));
        Assert.Equal(0, plan["sessions"]![0]!["unmetKwh"]!.GetValue<double>());
        Assert.Equal(1.7, plan["costEur"]!.GetValue<double>(), 6);
    }

    [Fact]
    public async Task Explains_in_words_and_compares_with_charging_at_once()
    {
        using Shell shell = new();

        string said = await shell.OutAsync(
            "plan", "--input", shell.Written("case.json", Case), "--output", shell.File("plan.json"), "--explain", "--compare", "asap");

        Assert.Contains("car: there Mon 00:00-Mon 03:00, needs 11.0 kWh", said, StringComparison.Ordinal);
        Assert.Contains("Mon 02:00-Mon 03:00 11.0 kWh from the grid at 0.100 EUR/kWh: cheaper than 2 of the 3 steps of its stay", said, StringComparison.Ordinal);
        Assert.Matches("as soon as possible +3.9000 +0.0000", said);
        Assert.Matches("difference +2.2000 +0.0000", said);
    }

    [Fact]
    public async Task Numbers_have_a_point_whatever_the_locale()
    {
        System.Globalization.CultureInfo before = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo comma = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        System.Globalization.CultureInfo.CurrentCulture = comma;
        try
        {
            using Shell shell = new();
            string output = shell.File("plan.json");
            string said = await shell.OutAsync("plan", "--input", shell.Written("case.json", Case), "--output", output, "--explain", "--compare", "asap");

            Assert.Contains("\"costEur\":1.7", await File.ReadAllTextAsync(output), StringComparison.Ordinal);
            Assert.DoesNotContain("0,1", said, StringComparison.Ordinal);
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("\"gtvKw\": 40, ", "", "site.gtvKw: is missing")]
    [InlineData("\"phases\": 3, \"voltageV\"", "\"phases\": 2, \"voltageV\"", "site.phases = 2: must be 1 or 3")]
    [InlineData("[0.3, 0.2, 0.1]", "[0.3, 0.2]", "series.priceEurPerKwh = [2 values]: must be a list of 3 numbers")]
    [InlineData("[0.3, 0.2, 0.1]", "[0.3, \"0.2\", 0.1]", "series.priceEurPerKwh[1] = \"0.2\": must be a number")]
    [InlineData("[0.3, 0.2, 0.1]", "[0.3, NaN, 0.1]", "is no JSON here")]
    [InlineData("\"departureStep\": 3", "\"departureStep\": 0", "sessions[0].departureStep = 0: must be after arrivalStep (0)")]
    [InlineData("\"departureStep\": 3", "\"departureStep\": 4", "sessions[0].departureStep = 4: must be a number from 0 to 3")]
    [InlineData("\"maxChargeKw\": 11", "\"maxChargeKw\": 3", "sessions[0].minChargeKw = 4.14: must be at most maxChargeKw (3)")]
    [InlineData("\"baseLoadKw\": [1, 1, 1]", "\"baseLoadKw\": [1, -1, 1]", "series.baseLoadKw[1] = -1: must be a number of at least 0")]
    [InlineData("\"solarKw\": [0, 0, 0]", "\"solarKw\": [0, 0, 0], \"feedInEurPerKwh\": [0, 0.4, 0]", "series.feedInEurPerKwh[1] = 0.4: must be at most the import price")]
    [InlineData("\"priority\": null", "\"priority\": \"urgent\"", "sessions[0].priority = \"urgent\": must be one of \"high\", \"normal\"")]
    [InlineData("planner-case/1", "planner-case/2", "format = \"planner-case/2\": must be \"planner-case/1\"")]
    [InlineData("\"caseId\"", "\"caseId\" \"x\"", "line 2, column")]
    public async Task A_fault_is_told_once_with_key_value_and_what_would_be_right(string right, string wrong, string told)
    {
        using Shell shell = new();
        Assert.Contains(right, Case, StringComparison.Ordinal);
        string output = shell.File("plan.json");

        Said said = await shell.RunAsync("plan", "--input", shell.Written("case.json", Case.Replace(right, wrong, StringComparison.Ordinal)), "--output", output);

        Assert.Equal(1, said.Code);
        Assert.Contains(told, said.Error, StringComparison.Ordinal);
        Assert.Contains("1 error:", said.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
    }

    [Fact]
    public async Task Every_fault_is_told()
    {
        using Shell shell = new();
        string broken = Case.Replace("\"gtvKw\": 40, ", "", StringComparison.Ordinal).Replace("\"batteryKwh\": 50", "\"batteryKwh\": \"50\"", StringComparison.Ordinal);

        Said said = await shell.RunAsync("plan", "--input", shell.Written("case.json", broken), "--output", shell.File("plan.json"));

        Assert.Contains("2 errors:", said.Error, StringComparison.Ordinal);
        Assert.Contains("sessions[0].batteryKwh = \"50\": must be a number from 0 to 100000, without quotes", said.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "plan needs --input CASE", "plan", "--output", "x")]
    [InlineData(2, "--compare 'edf': it is asap", "plan", "--input", "a", "--output", "x", "--compare", "edf")]
    [InlineData(1, "--input no-such-case.json cannot be read", "plan", "--input", "no-such-case.json", "--output", "x")]
    public async Task Wrong_use_is_told(int code, string told, params string[] arguments)
    {
        using Shell shell = new();

        Said said = await shell.RunAsync(arguments);

        Assert.Equal(code, said.Code);
        Assert.Contains(told, said.Error, StringComparison.Ordinal);
    }
}
