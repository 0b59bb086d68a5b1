using System.Globalization;

namespace Stekker.Edge.Tests.Storage;

/// <summary>A test that mounts a small file system of its own; skipped where this user may not.</summary>
public sealed class MountFactAttribute : FactAttribute
{
    private const int SysAdmin = 21;

    public MountFactAttribute()
    {
        if (!MayMount())
        {
            Skip = "Needs the right to mount (CAP_SYS_ADMIN): run as root.";
        }
    }

    private static bool MayMount()
    {
        const string line = "/proc/self/status";
        string? capabilities = File.Exists(line) ? File.ReadLines(line).FirstOrDefault(l => l.StartsWith("CapEff:", StringComparison.Ordinal)) : null;
        return capabilities is not null
            && ulong.TryParse(capabilities[7..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong bits)
            && (bits & (1UL << SysAdmin)) != 0;
    }
}
