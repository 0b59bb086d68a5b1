using System.Text.RegularExpressions;

namespace Stekker.Edge.Core.Tests.Tidy;

/// <summary>Core computes; it never waits, reads a clock or touches the world. Analysers do not know that.</summary>
public sealed class CoreIsPureTests
{
    public static TheoryData<string, string> Forbidden => new()
    {
        { "no clock of its own", @"\bDateTime(Offset)?\s*\.\s*(Now|UtcNow|Today)\b|\b(Stopwatch|TimeProvider)\b|\bEnvironment\s*\.\s*TickCount" },
        { "no lock", @"\block\s*\(|\b(Monitor|Mutex|Semaphore(Slim)?|Interlocked|ReaderWriterLock(Slim)?|Volatile)\b|\bvolatile\b|\bLock\s+\w+" },
        { "no thread, no task, no waiting", @"\b(async|await)\b|\b(Thread|ThreadPool|Task|ValueTask|Timer|CancellationToken|Channel)\b" },
        { "no chance of its own", @"\bRandom\s*\.\s*Shared\b|\bnew\s+Random\s*\(\s*\)|\bGuid\s*\.\s*NewGuid\b|\bRandomNumberGenerator\b" },
        { "no files, no sockets, no console", @"\b(File|Directory|FileStream|StreamReader|StreamWriter|HttpClient|Socket|TcpClient|Console|Process)\s*[.(]" },
        { "no namespace of I/O", @"\bSystem\s*\.\s*(IO|Net|Data|Threading|Diagnostics(?!\.CodeAnalysis))\b|\bMicrosoft\s*\." },
        { "no native code", @"\b(DllImport|LibraryImport)\b|\bunsafe\b" },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Core_has(string what, string pattern)
    {
        string[] found = [.. SourceTree.Matches(SourceTree.Files("src/Stekker.Edge.Core", "*.cs"), new Regex(pattern))];

        Assert.True(found.Length == 0, $"Core has {what}, but:\n{string.Join('\n', found)}");
    }

    [Fact]
    public void Core_is_there_to_be_looked_at() => Assert.NotEmpty(SourceTree.Files("src/Stekker.Edge.Core", "*.cs"));
}
