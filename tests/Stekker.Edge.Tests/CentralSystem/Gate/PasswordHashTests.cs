using System.Text;
using Stekker.Edge.CentralSystem;
using Stekker.Edge.CentralSystem.Gate;

namespace Stekker.Edge.Tests.CentralSystem.Gate;

public class PasswordHashTests
{
    private const int Few = 1000;

    /// <summary>By Python's hashlib.pbkdf2_hmac('sha256', b'at-least-16-letters', b'stekker-edge salt', 20000), so that the two cannot be wrong together.</summary>
    [Fact]
    public void It_is_the_PBKDF2_that_others_reckon() =>
        Assert.True(PasswordHash.Parse("pbkdf2-sha256:20000:c3Rla2tlci1lZGdlIHNhbHQ=:VIdzH1IE7AuUtSzJtMGieAIApi6YueBhABTslg7zA+k=")!.Matches("at-least-16-letters"u8));

    [Theory]
    [InlineData("secret", "secret", true)]
    [InlineData("secret", "Secret", false)]
    [InlineData("secret", "", false)]
    [InlineData("pässword 🔌", "pässword 🔌", true)]
    [InlineData("0001020304050607fffe3af9", "0001020304050607FFFE3AF9", true)]
    [InlineData("0001020304050607fffe3af9", "0001020304050607fffe3af8", false)]
    public void Only_the_password_itself_is_right(string password, string said, bool right) =>
        Assert.Equal(right, PasswordHash.Parse(PasswordHash.Of(password, Few))!.Matches(Encoding.UTF8.GetBytes(said)));

    [Fact]
    public void A_key_in_hexadecimal_may_come_as_the_bytes_it_stands_for()
    {
        PasswordHash hash = PasswordHash.Parse(PasswordHash.Of("0001020304050607fffe3af9", Few))!;
        Assert.True(hash.Matches(Convert.FromHexString("0001020304050607fffe3af9")));
        Assert.False(hash.Matches(Convert.FromHexString("0001020304050607fffe3af8")));
    }

    [Fact]
    public void The_same_password_has_another_hash_each_time() => Assert.NotEqual(PasswordHash.Of("secret", Few), PasswordHash.Of("secret", Few));

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("pbkdf2-sha256")]
    [InlineData("pbkdf2-sha256:::")]
    [InlineData("pbkdf2-sha256:0:c3Rla2tlci1lZGdlIHNhbHQ=:c3Rla2tlci1lZGdlIHNhbHQgaXMgc2FsdHkgb2theSE=")]
    [InlineData("pbkdf2-sha256:99999999999:c3Rla2tlci1lZGdlIHNhbHQ=:c3Rla2tlci1lZGdlIHNhbHQgaXMgc2FsdHkgb2theSE=")]
    [InlineData("pbkdf2-sha256:20000:%%%:%%%")]
    [InlineData("pbkdf2-sha256:20000:c3Rla2tlci1lZGdlIHNhbHQ=:AAAA")]
    public void What_is_no_hash_lets_nobody_in(string text)
    {
        Assert.Null(PasswordHash.Parse(text));
        Assert.False(PasswordHash.IsMeant(text) && BasicAuth.Matches($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"CP01:{text}"))}", "CP01", text));
    }

    [Fact]
    public async Task A_charger_that_comes_again_with_what_was_right_costs_no_hash()
    {
        using CredentialCheck check = new();
        string configured = PasswordHash.Of("secret", Few);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(Credential.Right, await check.CheckAsync(Header("secret"), "CP01", configured, CancellationToken.None));
        }

        Assert.Equal(1, check.Reckoned);
        Assert.Equal(Credential.Wrong, await check.CheckAsync(Header("Secret"), "CP01", configured, CancellationToken.None));
        Assert.Equal(Credential.Missing, await check.CheckAsync(null, "CP01", configured, CancellationToken.None));
        Assert.Equal(Credential.Wrong, await check.CheckAsync(Header("secret"), "CP01", PasswordHash.Of("another", Few), CancellationToken.None));
    }

    private static string Header(string password) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"CP01:{password}"))}";
}
