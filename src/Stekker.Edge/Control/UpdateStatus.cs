namespace Stekker.Edge.Control;

/// <summary>How it stands with the program's own updates.</summary>
/// <param name="Architecture">What packages are for here; null where the updater has not said it.</param>
/// <param name="OnTrial">The version that is being tried; null for none.</param>
/// <param name="LastOutcome">installed, refused or returned; null where there was no update.</param>
/// <param name="KeyTrouble">Why no update would be trusted; null where one could be.</param>
public sealed record UpdateStatus(string Version, string? Architecture, string? OnTrial, string? LastOutcome, string? LastText, string? KeyTrouble);
