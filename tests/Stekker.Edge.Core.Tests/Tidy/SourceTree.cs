using System.Text.RegularExpressions;

namespace Stekker.Edge.Core.Tests.Tidy;

/// <summary>The repository's own files, found upwards from the test assembly.</summary>
internal static partial class SourceTree
{
    public static readonly string Root = FindRoot();

    private static readonly string[] NotOurs = ["artifacts", "bin", "obj", "node_modules", ".git"];

    /// <summary>Files under a folder of the repository, as paths from its root; what tools made is left out.</summary>
    public static IEnumerable<string> Files(string folder, string pattern = "*")
    {
        string start = Path.Combine(Root, folder);
        return Directory.Exists(start)
            ? Walk(start, pattern).Select(f => Path.GetRelativePath(Root, f)).Order(StringComparer.Ordinal)
            : [];
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>C# with its comments and literals blanked out, line for line: prose may say what code may not.</summary>
    public static string[] CodeLines(string path) =>
        NotCode().Replace(Read(path), m => string.Concat(m.Value.Select(c => c == '\n' ? '\n' : ' '))).Split('\n');

    /// <summary>Where a pattern occurs in the code, as "path:line: text".</summary>
    public static IEnumerable<string> Matches(IEnumerable<string> paths, Regex pattern) =>
        from path in paths
        let original = Read(path).Split('\n')
        from hit in CodeLines(path).Select((line, i) => (line, i)).Where(l => pattern.IsMatch(l.line))
        select $"{path}:{hit.i + 1}: {original[hit.i].Trim()}";

    private static IEnumerable<string> Walk(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern).Concat(
            Directory.EnumerateDirectories(folder).Where(d => !NotOurs.Contains(Path.GetFileName(d))).SelectMany(d => Walk(d, pattern)));

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Stekker.Edge.sln")))
            {
                return at.FullName;
            }
        }

        // An output tree outside the repository: the compiler knows where this file was.
        return FindRootFromSource();
    }

    private static string FindRootFromSource([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    // In this order: a raw string may hold quotes, a literal may hold slashes.
    [GeneratedRegex(
        """"
        """[\s\S]*?"""|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'|//[^\n]*|/\*[\s\S]*?\*/
        """")]
    private static partial Regex NotCode();
}
