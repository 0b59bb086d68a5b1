using System.Security.Cryptography;

namespace Stekker.Edge.Updating;

/// <summary>What this box is, for packages.</summary>
/// <param name="Architecture">Of the installed package, as opkg or dpkg calls it.</param>
/// <param name="Version">That runs: 0.1.0.</param>
internal sealed record UpdateBox(string Architecture, string Version);

/// <summary>Whether an update may be installed here: asked by the daemon before it loads anything, and by root again before it installs.</summary>
internal static class UpdateCheck
{
    /// <summary>Null where it may not; <paramref name="why"/> says why not.</summary>
    public static UpdateManifest? Manifest(string text, string signatureBase64, UpdateKeys keys, UpdateBox box, out string why)
    {
        if (UpdateManifest.Parse(text, out why) is not { } manifest)
        {
            return null;
        }

        why = keys.WhyNotSigned(manifest.KeyId, text, signatureBase64) ?? WhyNotHere(manifest, box) ?? "";
        return why.Length == 0 ? manifest : null;
    }

    /// <summary>Null where the file is the one that was signed.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string? WhyNotPackage(string file, UpdateManifest manifest)
    {
        using FileStream package = File.OpenRead(file);
        if (package.Length != manifest.SizeBytes)
        {
            return $"the package has {package.Length} bytes, where its manifest says {manifest.SizeBytes}";
        }

        string sum = Convert.ToHexStringLower(SHA256.HashData(package));
        return sum == manifest.Sha256 ? null : $"the package's SHA-256 is {sum}, where its manifest says {manifest.Sha256}";
    }

    private static string? WhyNotHere(UpdateManifest manifest, UpdateBox box)
    {
        if (manifest.Architecture != box.Architecture)
        {
            return $"architecture '{manifest.Architecture}': this box takes packages for {box.Architecture}";
        }

        int step = Version.Parse(manifest.Version).CompareTo(Version.Parse(box.Version));
        return step > 0 || manifest.AllowDowngrade ? null
            : step == 0 ? $"version {manifest.Version}: it runs here already"
            : $"version {manifest.Version}: {box.Version} runs here, and the manifest does not say allowDowngrade";
    }
}
