using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Robustness;

/// <summary>A daemon that cannot do its work says why and ends; one that is asked to stop does so in order.</summary>
public sealed class StartAndStopTests
{
    [Fact]
    public async Task Asked_to_stop_it_ends_in_order()
    {
        using Site site = new Site().With("CP01");
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        using RawCharger charger = await RawCharger.ConnectAsync(site, "CP01");
        await charger.BootAsync();
        Task closed = ReadToTheEndAsync(charger.Line);

        CliResult end = await edge.StopAsync();

        Assert.True(end.ExitCode == 0, end.ToString());
        await closed;
    }

    [Fact]
    public async Task A_charger_that_does_not_listen_cannot_keep_it_from_stopping()
    {
        using Site site = new Site().With("CP01");
        await using EdgeProcess edge = await EdgeProcess.StartAsync(site);
        using RawCharger deaf = await RawCharger.ConnectAsync(site, "CP01");

        CliResult end = await edge.StopAsync();

        Assert.True(end.ExitCode == 0, end.ToString());
    }

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using Site first = new();
        await using EdgeProcess running = await EdgeProcess.StartAsync(first);
        using Site second = new();
        second.Configuration["ocpp"]!["listen"] = $"127.0.0.1:{first.OcppPort}";

        await using EdgeProcess edge = EdgeProcess.Launch(second);
        CliResult end = await edge.EndAsync();

        Assert.Equal(1, end.ExitCode);
        Assert.Contains($"{first.OcppPort}", end.Err, StringComparison.Ordinal);
        AssertForPeople(end);
    }

    [Fact]
    public async Task One_data_folder_serves_one_daemon()
    {
        using Site site = new();
        await using EdgeProcess running = await EdgeProcess.StartAsync(site);
        using Site other = new();
        other.Write();

        CliResult end = await Cli.BareAsync("run", "--config", other.ConfigurationFile, "--data", site.Data);

        Assert.Equal(1, end.ExitCode);
        AssertForPeople(end);
    }

    [Fact]
    public async Task A_bad_configuration_is_refused_with_every_error()
    {
        using Site site = new();
        site.Configuration["timeZone"] = "Europe/Atlantis";
        site.Configuration["ocpp"]!["unknownChargePoints"] = "perhaps";
        site.Configuration["cards"]!["unknown"] = 17;

        await using EdgeProcess edge = EdgeProcess.Launch(site);
        CliResult end = await edge.EndAsync();
        CliResult checkedOnly = await Cli.BareAsync("check-config", site.ConfigurationFile);

        foreach (CliResult result in new[] { end, checkedOnly })
        {
            Assert.InRange(result.ExitCode, 1, 2);
            Assert.Contains("timeZone", result.Err, StringComparison.Ordinal);
            Assert.Contains("Europe/Atlantis", result.Err, StringComparison.Ordinal);
            Assert.Contains("unknownChargePoints", result.Err, StringComparison.Ordinal);
            Assert.Contains("perhaps", result.Err, StringComparison.Ordinal);
            Assert.Contains("cards.unknown", result.Err, StringComparison.Ordinal);
            AssertForPeople(result);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_configuration_is_refused()
    {
        using Site site = new();
        site.Write();
        await File.WriteAllTextAsync(site.ConfigurationFile, "{ \"siteId\": ");

        CliResult end = await Cli.BareAsync("run", "--config", site.ConfigurationFile, "--data", site.Data);

        Assert.InRange(end.ExitCode, 1, 2);
        AssertForPeople(end);
    }

    [Fact]
    public async Task A_configuration_that_is_not_there_is_named()
    {
        using Site site = new();
        string missing = Path.Combine(site.Folder, "missing.json");

        CliResult end = await Cli.BareAsync("run", "--config", missing, "--data", site.Data);

        Assert.InRange(end.ExitCode, 1, 2);
        Assert.Contains(missing, end.Err, StringComparison.Ordinal);
        AssertForPeople(end);
    }

    /// <summary>A file where the folder should be: what even root cannot write into.</summary>
    [Fact]
    public async Task A_data_folder_that_cannot_be_used_is_named()
    {
        using Site site = new();
        site.Write();
        string notAFolder = Path.Combine(site.Folder, "file");
        await File.WriteAllTextAsync(notAFolder, "");

        CliResult end = await Cli.BareAsync("run", "--config", site.ConfigurationFile, "--data", Path.Combine(notAFolder, "data"));

        Assert.Equal(1, end.ExitCode);
        Assert.Contains(notAFolder, end.Err, StringComparison.Ordinal);
        AssertForPeople(end);
    }

    [Fact]
    public async Task A_minimal_configuration_is_enough()
    {
        using Site site = new();
        site.Write();
        string minimal = Path.Combine(site.Folder, "minimal.json");
        JsonObject least = new() { ["siteId"] = "least", ["grid"] = site.Configuration["grid"]!.DeepClone() };
        await File.WriteAllTextAsync(minimal, least.ToJsonString());

        CliResult result = await Cli.BareAsync("check-config", minimal);

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    /// <summary>Reads on, as a charger does, until the line is closed.</summary>
    private static async Task ReadToTheEndAsync(RawLine line)
    {
        string? frame;
        do
        {
            frame = await line.ReceiveAsync();
        }
        while (frame is not null);
    }

    /// <summary>A sentence on standard error, not a stack trace.</summary>
    private static void AssertForPeople(CliResult result)
    {
        Assert.NotEqual("", result.Err.Trim());
        Assert.DoesNotContain("   at ", result.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", result.Err, StringComparison.Ordinal);
    }
}
