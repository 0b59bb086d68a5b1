using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Stekker.Edge.Core.Tests.Tidy;

/// <summary>Dependencies run one way, and what decides needs no packages.</summary>
public sealed partial class DependenciesTests
{
    /// <summary>Each project with those it may refer to, nearest to the outside first.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Stekker.Edge"] = ["Stekker.Edge.Twin", "Stekker.Edge.Ocpp", "Stekker.Edge.Modbus", "Stekker.Edge.Core"],
        ["Stekker.Edge.Twin"] = ["Stekker.Edge.Ocpp", "Stekker.Edge.Modbus", "Stekker.Edge.Core"],
        ["Stekker.Edge.Ocpp"] = ["Stekker.Edge.Core"],
        ["Stekker.Edge.Modbus"] = ["Stekker.Edge.Core"],
        ["Stekker.Edge.Core"] = [],
    };

    private static readonly string[] MayHavePackages = ["Stekker.Edge"];

    [Fact]
    public void Project_references_go_one_way()
    {
        foreach (string path in SourceTree.Files("src", "*.csproj"))
        {
            string project = Path.GetFileNameWithoutExtension(path);
            Assert.True(Allowed.ContainsKey(project), $"{project} has no place in the order of dependencies.");
            Assert.All(Referred(path, "ProjectReference").Select(Path.GetFileNameWithoutExtension), r => Assert.Contains(r, Allowed[project]));
        }
    }

    [Fact]
    public void Only_the_daemon_has_packages()
    {
        foreach (string path in SourceTree.Files("src", "*.csproj").Where(p => !MayHavePackages.Contains(Path.GetFileNameWithoutExtension(p))))
        {
            Assert.Empty(Referred(path, "PackageReference"));
            Assert.Empty(Referred(path, "FrameworkReference"));
        }
    }

    [Fact]
    public void Every_package_has_a_fixed_version()
    {
        XElement[] packages = [.. XDocument.Parse(SourceTree.Read("Directory.Packages.props")).Descendants("PackageVersion")];

        Assert.NotEmpty(packages);
        Assert.All(packages, p => Assert.Matches(FixedVersion(), p.Attribute("Version")?.Value ?? ""));
    }

    [Fact]
    public void No_project_sets_a_version_of_its_own() =>
        Assert.All(
            SourceTree.Files("src", "*.csproj").Concat(SourceTree.Files("tests", "*.csproj")),
            p => Assert.DoesNotContain(Xml(p).Descendants("PackageReference"), r => (r.Attribute("Version") ?? r.Attribute("VersionOverride")) is not null));

    private static IEnumerable<string> Referred(string path, string kind) =>
        Xml(path).Descendants(kind).Select(r => r.Attribute("Include")!.Value.Replace('\\', '/'));

    private static XDocument Xml(string path) => XDocument.Parse(SourceTree.Read(path));

    [GeneratedRegex(@"^\d+\.\d+\.\d+(\.\d+)?(-[0-9A-Za-z.]+)?$")]
    private static partial Regex FixedVersion();
}
