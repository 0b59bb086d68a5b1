using Stekker.Edge.Core.ChargePoints;

namespace Stekker.Edge.Storage;

/// <summary>A charge point's row, there and back.</summary>
internal static class ChargePointTable
{
    public const string Columns = "charge_point_id, admission, vendor, model, serial, firmware, local_list_version";

    public const string Key = "charge_point_id";

    public static Statement Bind(Statement put, ChargePointRecord c) => put
        .Bind(c.Id).Bind<Admission>(c.Admission)
        .Bind(c.Identity?.Vendor).Bind(c.Identity?.Model).Bind(c.Identity?.Serial).Bind(c.Identity?.Firmware).Bind((long)c.LocalListVersion);

    /// <summary>An admission of a newer version reads as pending: someone looks at it.</summary>
    public static ChargePointRecord Read(Row row)
    {
        string id = row.Text();
        Admission admission = row.Enum(Admission.Pending);
        string? vendor = row.TextOrNull();
        string model = row.Text();
        string? serial = row.TextOrNull();
        string? firmware = row.TextOrNull();
        ChargePointIdentity? identity = vendor is null ? null : new ChargePointIdentity(vendor, model, serial, firmware);
        return new ChargePointRecord(id, admission, identity, row.Int());
    }
}
