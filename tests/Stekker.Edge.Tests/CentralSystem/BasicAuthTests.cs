using System.Text;
using Stekker.Edge.CentralSystem;

namespace Stekker.Edge.Tests.CentralSystem;

public class BasicAuthTests
{
    private const string HexKey = "0001020304050607FFfe3aF9";

    [Theory]
    [InlineData("CP01:secret", "secret")]
    [InlineData("CP01:se:cr:et", "se:cr:et")]
    [InlineData("CP01:pässword 🔌", "pässword 🔌")]
    [InlineData("CP01:" + HexKey, HexKey)]
    [InlineData("CP01:", "")]
    public void Let_in(string credentials, string password) => Assert.True(BasicAuth.Matches(Header(Encoding.UTF8.GetBytes(credentials)), "CP01", password));

    [Theory]
    [InlineData("CP02:secret")]
    [InlineData("cp01:secret")]
    [InlineData("CP01:Secret")]
    [InlineData("CP01:secre")]
    [InlineData("CP01:secrets")]
    [InlineData("CP01:")]
    [InlineData("CP01secret")]
    [InlineData(":secret")]
    [InlineData("")]
    public void Kept_out(string credentials) => Assert.False(BasicAuth.Matches(Header(Encoding.UTF8.GetBytes(credentials)), "CP01", "secret"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Basic")]
    [InlineData("Basic ")]
    [InlineData("Basic %%%")]
    [InlineData("Basic Q1AwMTpzZWNyZXQ")] // Without its padding.
    [InlineData("Bearer Q1AwMTpzZWNyZXQ=")]
    [InlineData("Q1AwMTpzZWNyZXQ=")]
    public void A_header_that_is_none_is_kept_out(string? header) => Assert.False(BasicAuth.Matches(header, "CP01", "secret"));

    [Fact]
    public void The_scheme_is_read_without_regard_to_case() => Assert.True(BasicAuth.Matches("bAsIc Q1AwMTpzZWNyZXQ=", "CP01", "secret"));

    [Fact]
    public void A_key_in_hexadecimal_may_come_as_the_bytes_it_stands_for()
    {
        byte[] raw = [.. "CP01:"u8, .. Convert.FromHexString(HexKey)];
        Assert.True(BasicAuth.Matches(Header(raw), "CP01", HexKey));
        raw[^1] ^= 1;
        Assert.False(BasicAuth.Matches(Header(raw), "CP01", HexKey));
    }

    [Fact]
    public void A_short_password_of_hexadecimal_digits_is_a_password()
    {
        byte[] raw = [.. "CP01:"u8, 0xab, 0xcd];
        Assert.False(BasicAuth.Matches(Header(raw), "CP01", "abcd"));
    }

    [Fact]
    public void An_endless_header_is_kept_out()
    {
        byte[] raw = [.. "CP01:secret"u8, .. new byte[100_000]];
        Assert.False(BasicAuth.Matches(Header(raw), "CP01", "secret"));
    }

    private static string Header(byte[] credentials) => $"Basic {Convert.ToBase64String(credentials)}";
}
