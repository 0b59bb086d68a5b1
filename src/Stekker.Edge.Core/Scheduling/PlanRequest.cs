using System.Collections.Immutable;
using Stekker.Edge.Core.Planning;

namespace Stekker.Edge.Core.Scheduling;

/// <summary>A plan to be made, with all it takes: made outside the loop, since it may take a router a while.</summary>
/// <param name="Number">Ties the answer to the question.</param>
/// <param name="From">Start of the first step, UTC; steps are PTUs.</param>
/// <param name="Cars">In the order of the problem's sessions.</param>
/// <param name="Before">The plan that holds now; kept where a new one gains too little.</param>
public sealed record PlanRequest(long Number, DateTimeOffset From, PlanningProblem Problem, ImmutableArray<CarNeed> Cars, SitePlan? Before);
