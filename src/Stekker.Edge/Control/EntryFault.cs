namespace Stekker.Edge.Control;

/// <summary>What is wrong with an entry.</summary>
/// <param name="Key">Of the entry's JSON.</param>
/// <param name="Text">Says the key, the value and what would be right.</param>
internal readonly record struct EntryFault(string Key, string Text);
