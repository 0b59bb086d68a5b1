namespace Stekker.Edge.Core.Configuration;

/// <summary>What savings are told against.</summary>
/// <param name="ReferenceEurPerKwh">The average rate, all in; null is the mean of the tariff's prices over the month.</param>
public sealed record SavingsSettings(decimal? ReferenceEurPerKwh = null);
