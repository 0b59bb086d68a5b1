using System.Collections.Immutable;
using System.Globalization;
using Stekker.Edge.Core.Cards;
using Stekker.Edge.Core.Units;

namespace Stekker.Edge.Storage;

/// <summary>A vehicle's row, there and back. Departures are one text: seven times from Monday on, an empty one for "as the site".</summary>
internal static class VehicleTable
{
    public const string Columns = "vehicle_id, label, battery_wh, max_power_w, phases, departures, target_permille, direct_permille";

    public const string Key = "vehicle_id";

    private const int DaysInWeek = 7;
    private const string TimeFormat = "HH:mm:ss.FFFFFFF";

    public static Statement Bind(Statement put, Vehicle v) => put
        .Bind(v.Id).Bind(v.Label).Bind(v.Battery?.Value).Bind(v.MaxPower?.Value).Bind((long?)v.Phases)
        .Bind(DeparturesText(v.Preferences.Departures)).Bind((long?)v.Preferences.TargetPermille).Bind((long?)v.Preferences.DirectPermille);

    public static Vehicle Read(Row row)
    {
        string id = row.Text();
        string label = row.Text();
        WattHours? battery = row.LongOrNull() is { } wh ? new WattHours(wh) : null;
        Watts? maxPower = row.LongOrNull() is { } w ? new Watts(w) : null;
        int? phases = row.IntOrNull();
        ImmutableArray<TimeOnly?> departures = Departures(row.TextOrNull());
        return new Vehicle(id, label, battery, maxPower, phases, new VehiclePreferences(departures, row.IntOrNull(), row.IntOrNull()));
    }

    private static string? DeparturesText(ImmutableArray<TimeOnly?> departures) =>
        departures.IsDefaultOrEmpty ? null : string.Join(',', departures.Select(d => d?.ToString(TimeFormat, CultureInfo.InvariantCulture)));

    private static ImmutableArray<TimeOnly?> Departures(string? text) =>
        text?.Split(',') is { Length: DaysInWeek } days
            ? [.. days.Select(d => TimeOnly.TryParse(d, CultureInfo.InvariantCulture, out TimeOnly at) ? at : (TimeOnly?)null)]
            : [];
}
