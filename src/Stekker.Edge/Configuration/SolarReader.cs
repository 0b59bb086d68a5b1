using System.Collections.Immutable;
using Stekker.Edge.Core.Configuration;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Configuration;

internal static class SolarReader
{
    public static ImmutableArray<SolarArraySettings> Arrays(List<ObjectReader> items)
    {
        List<SolarArraySettings> read = [];
        foreach (ObjectReader from in items)
        {
            foreach ((string key, string what) in (ReadOnlySpan<(string, string)>)
                [
                    ("id", "a name for the panels, as \"roof\""),
                    ("panels", "how many there are"),
                    ("panelWp", "the peak power of one panel"),
                    ("azimuthDeg", "where they look: 90 east, 180 south, 270 west"),
                    ("tiltDeg", "how steep they are: 0 flat, 90 upright"),
                ])
            {
                from.Require(key, what);
            }

            string? id = from.Text("id", ConfigurationTexts.Id);
            if (id is not null && read.Any(a => a.Id == id))
            {
                from.Error("id", "is taken by an array above; each needs its own");
            }

            read.Add(new SolarArraySettings(
                id ?? "",
                from.Whole("panels", 1, 100_000) ?? 1,
                new Watts(from.Whole("panelWp", 1, 2000, " watts") ?? 1),
                from.Number("azimuthDeg", 0, 360, " degrees", 2) ?? 0,
                from.Number("tiltDeg", 0, 90, " degrees", 2) ?? 0,
                from.Kilowatts("inverterKw")));
            from.Finish();
        }

        return [.. read];
    }

    public static LocationSettings? Location(ObjectReader from)
    {
        from.Require("latitudeDeg", "degrees north, as 52.1");
        from.Require("longitudeDeg", "degrees east, as 5.1");
        decimal? latitude = from.Number("latitudeDeg", -90, 90, " degrees", 7);
        decimal? longitude = from.Number("longitudeDeg", -180, 180, " degrees", 7);
        from.Finish();
        return latitude is { } north && longitude is { } east ? new LocationSettings(north, east) : null;
    }
}
