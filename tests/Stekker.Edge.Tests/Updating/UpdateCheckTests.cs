using System.Security.Cryptography;
using Stekker.Edge.Tests.Storage;
using Stekker.Edge.Updating;

namespace Stekker.Edge.Tests.Updating;

/// <summary>What is not installed, and what is said of it.</summary>
public sealed class UpdateCheckTests : IDisposable
{
    private static readonly byte[] Package = [1, 2, 3, 4, 5];

    private static readonly UpdateBox Box = new("amd64", "1.4.2");

    private readonly Maker maker = new();
    private readonly TempDirectory folder = new();

    public void Dispose()
    {
        maker.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("1.4.3", false, null)]
    [InlineData("1.10.0", false, null)]
    [InlineData("2.0.0", false, null)]
    [InlineData("1.4.2", false, "version 1.4.2: it runs here already")]
    [InlineData("1.4.1", false, "version 1.4.1: 1.4.2 runs here, and the manifest does not say allowDowngrade")]
    [InlineData("0.9.9", false, "0.9.9")]
    [InlineData("1.4.2", true, null)]
    [InlineData("0.1.0", true, null)]
    public void A_version_that_is_not_newer_needs_the_makers_word(string version, bool allowDowngrade, string? why)
    {
        string manifest = maker.Manifest(Package, version, allowDowngrade: allowDowngrade);
        (UpdateManifest? taken, string said) = Ask(manifest, maker.Sign(manifest));
        Assert.Equal(why is null ? version : null, taken?.Version);
        Assert.Contains(why ?? "", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"version\":\"9.0.0\"", "\"version\":\"9.0\"", "version '9.0': it is three numbers")]
    [InlineData("\"version\":\"9.0.0\"", "\"version\":\"9.0.0\\n\"", "three numbers")]
    [InlineData("\"version\":\"9.0.0\",", "", "version is missing")]
    [InlineData("\"version\":\"9.0.0\"", "\"version\":9", "not the JSON")]
    [InlineData("stekker-edge", "stekker-other", "product 'stekker-other': it is for another product")]
    [InlineData("\"architecture\":\"amd64\"", "\"architecture\":\"arm64\"", "architecture 'arm64': this box takes packages for amd64")]
    [InlineData("\"architecture\":\"amd64\"", "\"architecture\":\"../amd64\"", "architecture '../amd64': it is what")]
    [InlineData("\"architecture\":\"amd64\",", "", "architecture is missing")]
    [InlineData("\"sizeBytes\":5", "\"sizeBytes\":0", "sizeBytes 0: it is the package's size")]
    [InlineData("\"sizeBytes\":5", "\"sizeBytes\":67108865", "sizeBytes 67108865")]
    [InlineData("\"sizeBytes\":5,", "", "sizeBytes is missing")]
    [InlineData("\"sha256\":\"", "\"sha256\":\"AB", "64 hexadecimal digits")]
    [InlineData("{\"product\"", "[{\"product\"", "not the JSON")]
    public void A_manifest_that_is_wrong_is_named_with_its_fault_even_where_it_is_signed(string right, string wrong, string why)
    {
        string manifest = maker.Manifest(Package);
        Assert.Contains(right, manifest, StringComparison.Ordinal);
        manifest = manifest.Replace(right, wrong, StringComparison.Ordinal);
        (UpdateManifest? taken, string said) = Ask(manifest, maker.Sign(manifest));
        Assert.Null(taken);
        Assert.Contains(why, said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_of_any_length_is_refused_by_its_length()
    {
        string manifest = maker.Manifest(Package) + new string(' ', UpdateManifest.MostBytes);
        Assert.Contains("4096 bytes", Ask(manifest, maker.Sign(manifest)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_signed_cannot_be_changed()
    {
        string manifest = maker.Manifest(Package);
        string signature = maker.Sign(manifest);
        Assert.NotNull(Ask(manifest, signature).Manifest);
        Assert.NotNull(Ask(manifest, $"{signature}\n").Manifest);
        Assert.Contains("is not that of key", Ask(manifest.Replace("9.0.0", "9.0.1", StringComparison.Ordinal), signature).Why, StringComparison.Ordinal);
        Assert.Contains("is not that of key", Ask($"{manifest} ", signature).Why, StringComparison.Ordinal);
        Assert.Contains("is not that of key", Ask(manifest, Convert.ToBase64String(new byte[70])).Why, StringComparison.Ordinal);
        Assert.Contains("is not that of key", Ask(manifest, "").Why, StringComparison.Ordinal);
        Assert.Contains("is not base64", Ask(manifest, "!").Why, StringComparison.Ordinal);
        Assert.Contains("is not base64", Ask(manifest, new string('A', 5000)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stranger_s_signature_counts_nowhere()
    {
        using Maker stranger = new();
        string honest = stranger.Manifest(Package);
        Assert.Contains($"keyId '{stranger.KeyId}': this box does not trust that key; it trusts {maker.KeyId}", Ask(honest, stranger.Sign(honest)).Why, StringComparison.Ordinal);
        string posing = maker.Manifest(Package);
        Assert.Contains("another key signed", Ask(posing, stranger.Sign(posing)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void While_keys_change_both_are_trusted()
    {
        using Maker next = new();
        string file = Written($"the old one\n{maker.PublicKey}\nthe new one\n{next.PublicKey}\n");
        UpdateKeys keys = UpdateKeys.Load(file, out _)!;
        foreach (Maker either in new[] { maker, next })
        {
            string manifest = either.Manifest(Package);
            Assert.NotNull(UpdateCheck.Manifest(manifest, either.Sign(manifest), keys, Box, out _));
        }
    }

    [Fact]
    public void A_file_of_keys_that_cannot_be_trusted_says_why()
    {
        Assert.Null(UpdateKeys.Load(folder.File("none"), out string why));
        Assert.Contains("this box trusts nobody's updates", why, StringComparison.Ordinal);
        Assert.Contains("no public key", Fault("nothing\n"), StringComparison.Ordinal);
        Assert.Contains("only public keys", Fault(maker.PrivateKey), StringComparison.Ordinal);
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Contains("P-256", Fault(other.ExportSubjectPublicKeyInfoPem()), StringComparison.Ordinal);
        using RSA rsa = RSA.Create(2048);
        Assert.Contains("P-256", Fault(rsa.ExportSubjectPublicKeyInfoPem()), StringComparison.Ordinal);
        Assert.Contains("65536", Fault(new string('x', 70_000)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_that_is_not_the_one_that_was_signed_is_told_apart()
    {
        UpdateManifest manifest = UpdateManifest.Parse(maker.Manifest(Package), out _)!;
        string file = folder.File("package");
        File.WriteAllBytes(file, Package);
        Assert.Null(UpdateCheck.WhyNotPackage(file, manifest));
        File.WriteAllBytes(file, [1, 2, 3, 4, 6]);
        Assert.Contains("SHA-256 is", UpdateCheck.WhyNotPackage(file, manifest), StringComparison.Ordinal);
        File.WriteAllBytes(file, [1, 2, 3]);
        Assert.Contains("has 3 bytes, where its manifest says 5", UpdateCheck.WhyNotPackage(file, manifest), StringComparison.Ordinal);
    }

    private (UpdateManifest? Manifest, string Why) Ask(string manifest, string signature)
    {
        UpdateKeys keys = UpdateKeys.Load(Written(maker.PublicKey), out _)!;
        UpdateManifest? taken = UpdateCheck.Manifest(manifest, signature, keys, Box, out string why);
        return (taken, why);
    }

    private string Fault(string text)
    {
        Assert.Null(UpdateKeys.Load(Written(text), out string why));
        return why;
    }

    private string Written(string text)
    {
        string file = folder.File("keys.pem");
        File.WriteAllText(file, text);
        return file;
    }
}
