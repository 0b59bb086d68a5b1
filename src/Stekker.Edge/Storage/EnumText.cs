namespace Stekker.Edge.Storage;

/// <summary>Enums are kept by name: a file stays readable, and reordering an enum changes nothing. Names are looked up once, not by reflection each time.</summary>
internal static class EnumText<T>
    where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();
    private static readonly string[] Names = Enum.GetNames<T>();

    public static string Of(T value)
    {
        int at = Array.IndexOf(Values, value);
        return at >= 0 ? Names[at] : value.ToString();
    }

    /// <summary>A name this version does not know (the file was written by a newer one) reads as the careful default.</summary>
    public static T Read(string? name, T careful)
    {
        int at = Array.IndexOf(Names, name);
        return at >= 0 ? Values[at] : careful;
    }
}
