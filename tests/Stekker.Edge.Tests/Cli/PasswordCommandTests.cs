using System.Text.Json;
using Stekker.Edge.CentralSystem.Gate;

namespace Stekker.Edge.Tests.Cli;

public sealed class PasswordCommandTests
{
    private const string Password = "at-least-16-letters";

    [Fact]
    public async Task The_hash_of_what_is_typed_is_printed_and_nothing_else()
    {
        using Shell shell = new() { Input = Password + "\n" };
        string hash = (await shell.OutAsync("password")).Trim();
        Assert.True(PasswordHash.Parse(hash)!.Matches("at-least-16-letters"u8));
    }

    [Fact]
    public async Task With_a_charge_point_it_is_the_entry_to_paste_and_the_site_takes_it_without_a_warning()
    {
        using Shell shell = new() { Input = Password };
        string entry = await shell.OutAsync("password", "CP01");
        Assert.Equal("CP01", JsonDocument.Parse(entry).RootElement.GetProperty("id").GetString());
        Said said = await shell.RunAsync("check-config", shell.Written("site.json", Site(entry)));
        Assert.Equal((0, ""), (said.Code, said.Error));
    }

    [Fact]
    public async Task A_password_in_plain_is_warned_about_once_and_not_shown()
    {
        using Shell shell = new();
        Said said = await shell.RunAsync("check-config", shell.Written("site.json", Site($$"""{ "id": "CP01", "password": "{{Password}}" }, { "id": "CP02", "password": "{{Password}}2" }""")));
        Assert.Equal(0, said.Code);
        Assert.Single(said.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("the password of CP01 and 1 more can be read in this file", said.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, said.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "must be 1 to 255 characters")]
    [InlineData("pbkdf2-sha256:1:2:3", "is a hash already")]
    public async Task What_is_no_password_has_no_hash(string typed, string why)
    {
        using Shell shell = new() { Input = typed };
        Said said = await shell.RunAsync("password");
        Assert.Equal((1, ""), (said.Code, said.Out));
        Assert.Contains(why, said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_one_is_hashed_and_called_short()
    {
        using Shell shell = new() { Input = "short" };
        Said said = await shell.RunAsync("password");
        Assert.Equal(0, said.Code);
        Assert.Contains("OCPP asks for 16 at least", said.Error, StringComparison.Ordinal);
    }

    private static string Site(string chargePoints) => $$"""{ "siteId": "here", "timeZone": "UTC", "grid": { "fuseA": 63 }, "chargePoints": [ {{chargePoints}} ] }""";
}
