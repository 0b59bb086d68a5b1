using System.Text.RegularExpressions;

namespace Stekker.Edge.Core.Tests.Tidy;

/// <summary>What holds for the whole repository. Forbidden words are put together from pieces, so that this file may name them.</summary>
public sealed class HouseTests
{
    private static readonly string[] TopLevel =
    [
        "src", "tests", "packaging", "openwrt", "Stekker.Edge.sln", "Directory.Packages.props", "Directory.Build.props", "Directory.Build.targets",
        "build.sh", "README.md", "LICENSE", "global.json",
    ];

    /// <summary>Made by the build, and ignored by version control.</summary>
    private const string Made = "artifacts";

    private const int MostLines = 400;

    private static IEnumerable<string> Written =>
        new[] { "src", "tests", "packaging", "openwrt", ".ci" }.SelectMany(f => SourceTree.Files(f))
            .Concat(Directory.EnumerateFiles(SourceTree.Root).Select(f => Path.GetFileName(f)))
            .Where(f => Path.GetFileName(f) != ".git" && Path.GetExtension(f) is not (".png" or ".db" or ".ico" or ".woff2"));

    [Fact]
    public void Only_what_belongs_there_is_at_the_top()
    {
        string[] names = [.. Directory.EnumerateFileSystemEntries(SourceTree.Root).Select(e => Path.GetFileName(e)).Where(n => !n.StartsWith('.'))];

        Assert.Empty(names.Except([.. TopLevel, Made]));
    }

    [Fact]
    public void Tests_do_not_wait_by_the_clock() => AssertNoneIn(
        SourceTree.Files("tests", "*.cs"), new Regex($@"\bThread\s*\.\s*{"Sl" + "eep"}\b|\bTask\s*\.\s*{"Del" + "ay"}\b"));

    [Fact]
    public void Nothing_is_left_open() => AssertNoneWritten(
        new Regex($@"\b({"TO" + "DO"}|{"FIX" + "ME"}|{"XX" + "X"}|{"NotImplemented" + "Exception"})\b"));

    [Fact]
    public void Nothing_reaches_outside_the_repository() => AssertNoneWritten(
        new Regex($@"{@"\.\./" + "shared"}\b|(?<![\w.~$)}}*-])/({"wo" + "rk"}|{"ro" + "ot"}|{"ho" + "me"})/"));

    [Fact]
    public void A_file_holds_one_idea()
    {
        string[] tooLong = [.. SourceTree.Files("src", "*.cs").Select(f => (f, Lines: SourceTree.CodeLines(f).Length)).Where(f => f.Lines > MostLines).Select(f => $"{f.f}: {f.Lines} lines")];

        Assert.True(tooLong.Length == 0, $"Is there a second idea waiting for its own name?\n{string.Join('\n', tooLong)}");
    }

    private static void AssertNoneIn(IEnumerable<string> paths, Regex pattern)
    {
        string[] found = [.. SourceTree.Matches(paths, pattern)];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }

    /// <summary>Comments and literals count here too.</summary>
    private static void AssertNoneWritten(Regex pattern)
    {
        string[] found =
        [
            .. from path in Written
               from line in SourceTree.Read(path).Split('\n').Select((text, i) => (text, i))
               where pattern.IsMatch(line.text)
               select $"{path}:{line.i + 1}: {line.text.Trim()}",
        ];
        Assert.True(found.Length == 0, string.Join('\n', found));
    }
}
