namespace Stekker.Edge.Core.Site;

/// <summary>Ties an answer to the event that waits for it. Made by the loop, counted up, never reused in a run.</summary>
public readonly record struct RequestId(long Value);
