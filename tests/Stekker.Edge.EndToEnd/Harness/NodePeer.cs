using System.Reflection;

namespace Stekker.Edge.EndToEnd.Harness;

/// <summary>Programs on libraries that others wrote, in the folder where npm installed those.</summary>
internal static class NodePeer
{
    private static readonly string Folder =
        typeof(NodePeer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "NodeFolder").Value!;

    /// <param name="library">What it cannot do without.</param>
    public static ChildProcess Start(string script, string library, params string[] arguments)
    {
        Assert.True(
            Directory.Exists(Path.Combine(Folder, "node_modules", library)),
            $"The independent peer's package {library} is not installed: './build.sh test' does it (npm ci).");
        return ChildProcess.Start("node", [Path.Combine(Folder, script), .. arguments], Folder);
    }
}
