namespace Stekker.Edge.Control;

/// <summary>Why something asked of the site was not done.</summary>
public enum Denial
{
    /// <summary>What was asked makes no sense: a bad date, an unknown scope.</summary>
    NotUnderstood,

    /// <summary>There is no such session, card or charge point.</summary>
    NotFound,

    /// <summary>Understood, and not possible as things stand.</summary>
    NotPossible,

    /// <summary>Only the running daemon can do it, and none runs.</summary>
    NeedsDaemon,

    /// <summary>The charger did not answer in time.</summary>
    NoAnswer,

    /// <summary>The daemon is stopping, or broke on it.</summary>
    Unavailable,
}

/// <summary>What the site says to someone who asks.</summary>
public abstract record Answer<T>
{
    private Answer()
    {
    }

    public sealed record Given(T Value) : Answer<T>;

    /// <param name="Why">A sentence that names what is wrong and what would be right.</param>
    public sealed record Denied(Denial Denial, string Why) : Answer<T>;

    public static implicit operator Answer<T>(T value) => new Given(value);

    public static implicit operator Answer<T>(No no) => new Denied(no.Denial, no.Why);
}

/// <summary>A denial that does not know yet what it denies.</summary>
public readonly record struct No(Denial Denial, string Why);
