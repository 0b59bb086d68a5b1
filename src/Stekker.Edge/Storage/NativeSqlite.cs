using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Stekker.Edge.Storage;

/// <summary>
/// The system's own SQLite: it is the one that gets patched, and it is already in a router's firmware. The provider asks for
/// "e_sqlite3", which is resolved to it here.
/// </summary>
internal static class NativeSqlite
{
    /// <summary>STRICT tables (sqlite.org/stricttables.html). RutOS has 3.41, Debian 12 has 3.40.</summary>
    private const int OldestVersion = 3_037_000;

    private static readonly string[] FileNames = ["libsqlite3.so.0", "libsqlite3.so"];

    private static readonly Lazy<string?> Missing = new(Load);

    /// <summary>What is wrong with the system's SQLite; null where it serves.</summary>
    public static string? Trouble => Missing.Value;

    /// <summary>Ready to use from here on. Cheap when called again.</summary>
    /// <exception cref="LedgerUnavailableException">No SQLite, or one that is too old.</exception>
    public static void Use()
    {
        if (Missing.Value is { } missing)
        {
            throw new LedgerUnavailableException(LedgerTrouble.NoSqlite, missing);
        }
    }

    private static string? Load()
    {
        nint library = 0;
        if (!FileNames.Any(name => NativeLibrary.TryLoad(name, out library)))
        {
            return $"The SQLite library ({FileNames[0]}) is not on this system; install the package libsqlite3-0.";
        }

        NativeLibrary.SetDllImportResolver(
            typeof(SQLite3Provider_e_sqlite3).Assembly,
            (string name, Assembly _, DllImportSearchPath? _) => name == "e_sqlite3" ? library : 0);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return raw.sqlite3_libversion_number() >= OldestVersion
            ? null
            : $"The system's SQLite is {raw.sqlite3_libversion().utf8_to_string()}; 3.37 or newer is needed (package libsqlite3-0).";
    }
}
