namespace Stekker.Edge.Core.Planning;

/// <summary>A car draws so much less in one step and more in another.</summary>
/// <param name="From">The step it draws less in; -1: none, it draws more in all.</param>
/// <param name="To">The step it draws more in; -1: none, it does without.</param>
internal readonly record struct ChainMove(int Car, int From, int To, double Kw);
