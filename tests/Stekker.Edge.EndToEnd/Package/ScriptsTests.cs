namespace Stekker.Edge.EndToEnd.Package;

/// <summary>Nobody sees a script of ours fail on a router, so a linter and busybox's own parser look at each one first.</summary>
public sealed class ScriptsTests
{
    private static readonly string[] Folders = ["packaging", "openwrt", ".ci", Path.Combine("tests", "Stekker.Edge.EndToEnd", "Package", "router")];

    /// <summary>A sourced file that is not there (SC1090, SC1091) is the router's; lists of a router's file names have no spaces (SC2013).</summary>
    private const string Allowed = "SC1090,SC1091,SC2013";

    [Fact]
    public async Task Shellcheck_finds_no_fault_in_any_of_them()
    {
        string[] ours = [.. Scripts().Where(IsBash).Append("build.sh")];
        string[] routers = [.. Scripts().Where(s => !IsBash(s))];
        Assert.True(ours.Length >= 7 && routers.Length >= 13, $"too few scripts were found: {string.Join(' ', ours.Concat(routers))}");

        await CheckAsync("--external-sources", "--shell=bash", [.. ours]);
        await CheckAsync("--shell=dash", $"--exclude={Allowed}", [.. routers]);
    }

    [Fact]
    public async Task Busyboxs_shell_can_read_all_that_runs_on_a_router()
    {
        foreach (string script in Scripts().Where(s => !IsBash(s)))
        {
            await Commands.RunAsync("busybox", "ash", "-n", Path.Combine(Packages.Repository, script));
        }
    }

    /// <summary>Fails with the linter's own words.</summary>
    private static Task CheckAsync(string option, string other, string[] scripts) =>
        Commands.RunAsync("env", ["-C", Packages.Repository, "shellcheck", option, other, .. scripts]);

    private static bool IsBash(string script) =>
        script.StartsWith(".ci", StringComparison.Ordinal) || (script.StartsWith("packaging", StringComparison.Ordinal) && script.EndsWith(".sh", StringComparison.Ordinal));

    /// <summary>Paths in the repository: what begins as a script does, or is named as one.</summary>
    private static IEnumerable<string> Scripts() => Folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Packages.Repository, folder), "*", SearchOption.AllDirectories))
        .Where(file => Path.GetExtension(file) is ".sh" or ".hotplug" || File.ReadLines(file).FirstOrDefault()?.StartsWith("#!", StringComparison.Ordinal) == true)
        .Select(file => Path.GetRelativePath(Packages.Repository, file))
        .Order(StringComparer.Ordinal);
}
