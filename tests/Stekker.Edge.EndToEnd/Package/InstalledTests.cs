using System.Globalization;
using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.EndToEnd.StrictClient;

namespace Stekker.Edge.EndToEnd.Package;

/// <summary>What the .ipk unpacks to does a site's business for a user who may nothing: 'nobody' where the tests run as root, else whoever runs them.</summary>
[Collection(PackagesTogether.Name)]
public sealed class InstalledTests(Packages packages) : IAsyncLifetime
{
    /// <summary>nobody, in Debian and in OpenWrt nearly so; no file on the machine is its own.</summary>
    private const int Nobody = 65534;

    private readonly string root = Directory.CreateTempSubdirectory("stekker-installed-").FullName;

    public async Task InitializeAsync()
    {
        // Somebody else runs what is in it.
        File.SetUnixFileMode(root, (UnixFileMode)0b111_101_101);
        await InstallAsync("1.0.0");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(root, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_driver_taps_charges_and_leaves_at_a_service_without_rights_before_and_after_an_upgrade()
    {
        using Site site = new Site().With(ChargingStory.ChargePoint, ChargingStory.Password);
        await HandOverAsync(site);
        Dictionary<string, string> installed = await ModesAsync(root);

        string before;
        await using (EdgeProcess edge = await EdgeProcess.StartAsync(site, AsUser()))
        {
            Assert.Equal(await UserAsync(), (await Commands.RunAsync("stat", "-c", "%u", $"/proc/{edge.Id}")).Trim());
            Assert.Equal(["0000000000000000"], (await CapabilitiesAsync(edge)).Distinct());

            await ChargingStory.TellAsync(site);

            before = await SessionsAsync(site);
            Assert.Equal("600", (await ModesAsync(site.Data))["edge.db"]);
            Assert.All((await ModesAsync(site.Data)).Values, mode => Assert.EndsWith("0", mode, StringComparison.Ordinal));
            Assert.Equal(0, (await edge.StopAsync()).ExitCode);
        }

        Assert.Equal(installed, await ModesAsync(root));
        await InstallAsync("1.1.0");
        await using EdgeProcess upgraded = await EdgeProcess.StartAsync(site, AsUser());
        Assert.Equal(before, await SessionsAsync(site));
        Assert.Equal(0, (await upgraded.StopAsync()).ExitCode);
    }

    private string Program => Path.Combine(root, "usr/bin/stekker-edge");

    /// <summary>Without a group of root's, and with no way back to any right.</summary>
    private string[] AsUser()
    {
        string id = Nobody.ToString(CultureInfo.InvariantCulture);
        return Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--bounding-set", "-all", "--inh-caps", "-all", "--no-new-privs", "--", Program]
            : [Program];
    }

    private static async Task<string> UserAsync() => Environment.IsPrivilegedProcess
        ? Nobody.ToString(CultureInfo.InvariantCulture)
        : (await Commands.RunAsync("id", "-u")).Trim();

    /// <summary>Its data and its configuration are the user's, as the init script gives them.</summary>
    private static async Task HandOverAsync(Site site)
    {
        site.Write();
        await Commands.RunAsync("chmod", "700", site.Data);
        await Commands.RunAsync("chmod", "600", site.ConfigurationFile);
        string user = await UserAsync();
        await Commands.RunAsync("chown", "-R", $"{user}", site.Folder);
    }

    private async Task InstallAsync(string version)
    {
        string ipk = await packages.IpkAsync(version);
        await Commands.RunAsync("sh", "-c", $"tar -xzOf '{ipk}' ./data.tar.gz | tar -xzp -C '{root}'");
    }

    private static async Task<string> SessionsAsync(Site site) => (await site.Cli.JsonAsync("sessions", "list")).ToString();

    /// <summary>What it may do, and what its children might: effective, permitted, ambient.</summary>
    private static async Task<IEnumerable<string>> CapabilitiesAsync(EdgeProcess edge) =>
        (await File.ReadAllLinesAsync($"/proc/{edge.Id}/status")).Select(l => l.Split(":\t")).Where(l => l[0] is "CapEff" or "CapPrm" or "CapAmb").Select(l => l[1]);

    /// <summary>Path below a folder to its permissions.</summary>
    private static async Task<Dictionary<string, string>> ModesAsync(string folder) =>
        (await Commands.RunAsync("find", folder, "-mindepth", "1", "-printf", "%P %m\\n")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(l => l.Split(' ')[0], l => l.Split(' ')[1]);
}
