using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Twin.World;

namespace Stekker.Edge.Twin.Virtual;

/// <summary>Policies to compare with: simple, and both within the fuse and the contracted capacity.</summary>
internal sealed class SimplePolicies(LimitPolicy policy, SiteConfiguration site, IReadOnlyList<VirtualCharger> chargers)
{
    private readonly double fuseA = site.Grid.Fuse.Deciamperes / 10.0;
    private readonly double voltageV = site.Grid.Voltage.Decivolts / 10.0;
    private readonly List<VirtualTransaction> order = [];

    public void Decide(TwinWorld world, GridSample seen)
    {
        if (policy == LimitPolicy.EqualShare)
        {
            EqualShare();
        }
        else
        {
            FirstServed(world, seen);
        }
    }

    /// <summary>Where less than 6 A would be each one's part, as many outlets get 6 A as fit, and the rest stay off.</summary>
    private void EqualShare()
    {
        int outlets = chargers.Sum(c => c.Connectors.Length);
        double buildingA = (site.Grid.FallbackBaseLoad?.Value ?? 0) / voltageV / site.Grid.Phases;
        double leftA = Math.Min(fuseA, site.Grid.ImportLimit.Value / voltageV / site.Grid.Phases) - buildingA;
        double eachA = Math.Max(Car.LeastA, Math.Floor(leftA / outlets));
        Dictionary<string, double> groupLeftA = site.Groups.ToDictionary(g => g.Id, g => g.Fuse.Deciamperes / 10.0);
        Each((charger, connector) =>
        {
            bool fits = leftA >= eachA && GroupsOf(charger).All(g => groupLeftA[g] >= eachA);
            connector.PolicyA = fits ? Math.Min(eachA, connector.Evse.Settings.MaxA) : 0;
            Take(charger, fits ? eachA : 0, ref leftA, groupLeftA);
        });
    }

    private void FirstServed(TwinWorld world, GridSample seen)
    {
        double leftA = double.MaxValue;
        double carsA = 0;
        for (int p = 0; p < site.Grid.Phases; p++)
        {
            double phaseCarsA = 0;
            foreach (Evse evse in world.Evses)
            {
                phaseCarsA += evse.GridA(p);
            }

            carsA += phaseCarsA;
            leftA = Math.Min(leftA, fuseA - (seen[p] - phaseCarsA));
        }

        double buildingW = seen.PowerW - (carsA * voltageV);
        leftA = Math.Min(leftA, (site.Grid.ImportLimit.Value - buildingW) / voltageV / site.Grid.Phases);
        Dictionary<string, double> groupLeftA = site.Groups.ToDictionary(g => g.Id, g => g.Fuse.Deciamperes / 10.0);
        List<(VirtualCharger Charger, VirtualConnector Connector)> running = [];
        foreach (VirtualCharger charger in chargers)
        {
            foreach (VirtualConnector connector in charger.Connectors)
            {
                if (connector.Transaction is { } transaction)
                {
                    running.Add((charger, connector));
                    if (!order.Contains(transaction))
                    {
                        order.Add(transaction);
                    }
                }
            }
        }

        order.RemoveAll(t => !running.Exists(r => r.Connector.Transaction == t));
        running.Sort((a, b) => order.IndexOf(a.Connector.Transaction!).CompareTo(order.IndexOf(b.Connector.Transaction!)));
        Dictionary<VirtualConnector, double> given = [];
        foreach ((VirtualCharger charger, VirtualConnector connector) in running)
        {
            double most = Math.Min(leftA, connector.Evse.Settings.MaxA);
            foreach (string group in GroupsOf(charger))
            {
                most = Math.Min(most, groupLeftA[group]);
            }

            double givenA = most >= Car.LeastA ? Math.Floor(most) : 0;
            given[connector] = givenA;
            Take(charger, givenA, ref leftA, groupLeftA);
        }

        Each((_, connector) => connector.PolicyA = given.GetValueOrDefault(connector));
    }

    private void Take(VirtualCharger charger, double takenA, ref double leftA, Dictionary<string, double> groupLeftA)
    {
        leftA -= takenA;
        foreach (string group in GroupsOf(charger))
        {
            groupLeftA[group] -= takenA;
        }
    }

    private void Each(Action<VirtualCharger, VirtualConnector> action)
    {
        foreach (VirtualCharger charger in chargers)
        {
            foreach (VirtualConnector connector in charger.Connectors)
            {
                double? before = connector.PolicyA;
                action(charger, connector);
                if (connector.PolicyA != before)
                {
                    charger.LookAtLimit(connector);
                }
            }
        }
    }

    private IEnumerable<string> GroupsOf(VirtualCharger charger)
    {
        for (string? id = site.ChargePoint(charger.Id)?.Group; id is not null; id = site.Group(id)?.Parent)
        {
            yield return id;
        }
    }
}
