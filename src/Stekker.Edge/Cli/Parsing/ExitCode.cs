namespace Stekker.Edge.Cli.Parsing;

public static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int UsedWrongly = 2;
}

/// <summary>The command line cannot be understood; the message names what is wrong and what would be right.</summary>
public sealed class UsageException(string message) : Exception(message);

/// <summary>Understood, and not possible; the message says why.</summary>
public sealed class CommandFailedException(string message) : Exception(message);
