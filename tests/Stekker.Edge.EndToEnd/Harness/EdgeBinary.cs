namespace Stekker.Edge.EndToEnd.Harness;

/// <summary>The native binary under test: what ships, not the project's own assembly.</summary>
internal static class EdgeBinary
{
    private const string Variable = "STEKKER_EDGE_BINARY";

    private static readonly string Built = Path.Combine("artifacts", "linux-x64", "stekker-edge");

    public static string Location => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? Existing(named) : Existing(Find());

    private static string Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, Built);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return Built;
    }

    private static string Existing(string path) => File.Exists(path)
        ? path
        : throw new FileNotFoundException($"There is no native binary at {path}: './build.sh publish' makes it (or set {Variable}).");
}
