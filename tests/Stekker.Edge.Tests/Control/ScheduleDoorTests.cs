using System.Text.Json;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Units;
using Stekker.Edge.Hosting;
using Stekker.Edge.Ocpp.ChargePoint;
using Stekker.Edge.Ocpp.V16;
using Stekker.Edge.Tests.Cli;

namespace Stekker.Edge.Tests.Control;

/// <summary>What a driver asks for, from the command line through the loop and the planner beside it, with a charger on a real line.</summary>
public sealed class ScheduleDoorTests : IAsyncLifetime
{
    private readonly Shell shell = new();
    private readonly CancellationTokenSource leaves = new();
    private Daemon daemon = null!;
    private ScriptedChargePoint charger = null!;
    private Task running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        SiteConfiguration site = new()
        {
            SiteId = "here",
            Ocpp = new OcppRules { Listen = "127.0.0.1:0", UnknownChargePoints = UnknownChargePoints.Accept },
            Cards = new CardRules { Unknown = UnknownCards.Accept },
            Clock = new ClockRules { AlwaysTrusted = true },
            Tariff = new TariffSettings { Kind = TariffKind.Fixed, PriceEurPerKwh = 0.25m, FeedIn = FeedInKind.None },
            Preferences = new PreferenceSettings { Direct = StateOfCharge.FromPermille(0)!.Value, Battery = new WattHours(50_000) },
        };
        daemon = await Daemon.StartAsync(new DaemonOptions(site, shell.Data, TextWriter.Null), TimeProvider.System);
        charger = new ScriptedChargePoint(new WebSocketDialer(daemon.OcppAddress, "CP01"), new Ocpp.ChargePoint.ChargePointSettings { MeterStartWh = 5000 });
        running = charger.RunAsync(leaves.Token);
    }

    public async Task DisposeAsync()
    {
        await leaves.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
        charger.Dispose();
        await daemon.DisposeAsync();
        leaves.Dispose();
        shell.Dispose();
    }

    [Fact]
    public async Task A_driver_sees_the_plan_names_a_departure_and_charges_now()
    {
        Assert.Contains("no car is charging", await shell.OutAsync("schedule"), StringComparison.Ordinal);
        await shell.UntilAsync("\"status\": \"available\"", "charge-points", "list", "--json");
        charger.PlugIn(1, PhasePower.Of(3, 16));
        await shell.OutAsync("remote-start", "CP01", "--card", "04A1");
        await shell.UntilAsync("\"phase\": \"planned\"", "schedule", "--json");

        Assert.Contains("leaves at", await shell.OutAsync("depart", "CP01", "23:59", "--target", "80"), StringComparison.Ordinal);
        await shell.UntilAsync("\"targetFraction\": 0.8", "schedule", "--json");
        using (JsonDocument schedule = JsonDocument.Parse(await shell.OutAsync("schedule", "--json")))
        {
            JsonElement car = Assert.Single(schedule.RootElement.GetProperty("cars").EnumerateArray());
            Assert.Contains("T23:59", car.GetProperty("departure").GetString(), StringComparison.Ordinal);
            Assert.Equal(0.25m, schedule.RootElement.GetProperty("ptus")[0].GetProperty("importEurPerKwh").GetDecimal());
        }

        Assert.Contains("as fast as it can", await shell.OutAsync("charge-now", "CP01"), StringComparison.Ordinal);
        await shell.UntilAsync("\"phase\": \"atOnce\"", "schedule", "--json");
        await shell.OutAsync("charge-now", "CP01", "--off");
        await shell.UntilAsync("\"phase\": \"planned\"", "schedule", "--json");
        Assert.Contains("kWh by 23:59", await shell.OutAsync("status"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("depart CP01 25:00", 2, "departure '25:00': it is a time of day")]
    [InlineData("depart CP01 08:00 --target 120", 2, "--target '120'")]
    [InlineData("depart CP07 08:00", 1, "there is no charge point CP07")]
    [InlineData("charge-now CP01 --connector 3", 1, "no car is plugged in at CP01 connector 3")]
    public async Task What_cannot_be_asked_is_said(string typed, int code, string says)
    {
        await shell.UntilAsync("\"status\": \"available\"", "charge-points", "list", "--json");

        Said said = await shell.RunAsync(typed.Split(' '));

        Assert.Equal(code, said.Code);
        Assert.Contains(says, said.Error, StringComparison.Ordinal);
    }
}
