using System.Collections.Immutable;
using Stekker.Edge.Control;
using Stekker.Edge.Core.Cards;

namespace Stekker.Edge.Cloud.Documents;

/// <summary>The cloud's vehicles.</summary>
internal sealed record VehicleDocument(long Version, ImmutableArray<Vehicle> Vehicles)
{
    private const int MostVehicles = 10_000;

    /// <summary>Only that it is a number is asked here; the entry itself says what it may be.</summary>
    private const long Huge = int.MaxValue;

    public static VehicleDocument Read(DocumentObject root, DocumentFindings findings)
    {
        long version = DocumentSyntax.Version(root);
        List<Vehicle> vehicles = [];
        HashSet<string> named = new(StringComparer.Ordinal);
        foreach (DocumentObject from in root.Objects("vehicles", MostVehicles))
        {
            string? id = from.Text("id", required: true);
            VehicleEntry entry = new()
            {
                Id = id ?? "",
                Label = from.Text("label"),
                BatteryWh = from.Whole("batteryWh", -Huge, Huge, "Wh"),
                MaxPowerW = from.Whole("maxPowerW", -Huge, Huge, "W"),
                Phases = (int?)from.Whole("phases", -Huge, Huge),
                Departure = from.Text("departure"),
                TargetFraction = from.Number("targetFraction", -Huge, Huge, ""),
                DirectFraction = from.Number("directFraction", -Huge, Huge, ""),
            };
            EntryFault[] faults = [.. entry.FaultsByKey().Where(f => f.Key != "id" || id is not null)];
            foreach (EntryFault fault in faults)
            {
                findings.Add(from.Key(fault.Key), fault.Text);
            }

            if (id is not null && !named.Add(id.Trim()))
            {
                from.Error("id", "this vehicle is there twice");
            }
            else if (id is not null && faults.Length == 0)
            {
                vehicles.Add(entry.Onto(null, whole: true));
            }
        }

        return new VehicleDocument(version, [.. vehicles]);
    }
}
