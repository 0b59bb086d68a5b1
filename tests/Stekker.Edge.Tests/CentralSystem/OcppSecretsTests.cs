using Stekker.Edge.CentralSystem;

namespace Stekker.Edge.Tests.CentralSystem;

public class OcppSecretsTests
{
    [Theory]
    [InlineData("""[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"hunter2"}]""")]
    [InlineData("""[2,"1","ChangeConfiguration",{"value":"hunter2","key":"authorizationkey"}]""")]
    [InlineData("""[2,"1","ChangeConfiguration",{"\u006bey":"Authori\u007aationKey","value":"hunter2"}]""")]
    [InlineData("""[3,"1",{"configurationKey":[{"key":"WifiPassword","readonly":false,"value":"hunter2"}]}]""")]
    [InlineData("""[2,"1","DataTransfer",{"vendorId":"x","apiKey":"hunter2"}]""")]
    [InlineData("""[2,"1","GetDiagnostics",{"location":"ftp://ada:hunter2@files.example/up"}]""")]
    [InlineData("""[2,"1","UpdateFirmware",{"location":"ftp://ada:p@hunter2@files.example/fw.bin"}]""")]
    [InlineData("""[2,"1","ChangeConfiguration",{"key":"AuthorizationKey","value":"hunter2" """)]
    [InlineData("""[2,"1","GetDiagnostics",{"location":"ftp://ada:hunter2@files.example/up" """)]
    public void A_password_is_not_shown(string frame) => Assert.DoesNotContain("hunter2", OcppSecrets.RemovedFrom(frame), StringComparison.Ordinal);

    [Theory]
    [InlineData("""[2,"1","Authorize",{"idTag":"VID:0123456789AB"}]""")]
    [InlineData("""[3,"1",{"currentTime":"2026-11-28T09:00:00Z","interval":300,"status":"Accepted"}]""")]
    [InlineData("""[2,"1","GetDiagnostics",{"location":"ftp://files.example/up"}]""")]
    [InlineData("""[2,"1","DataTransfer",{"vendorId":"a@b","data":"say ada@example.org <é>"}]""")]
    [InlineData("hello")]
    public void All_else_is_shown_as_it_was(string frame) => Assert.Equal(frame, OcppSecrets.RemovedFrom(frame));

    [Fact]
    public void A_message_too_long_to_read_is_cut()
    {
        string shown = OcppSecrets.RemovedFrom($"""[2,"1","DataTransfer",{"{"}"vendorId":"x","data":"{new string('a', 100_000)}"{"}"}]""");
        Assert.InRange(shown.Length, 16_000, 17_000);
        Assert.EndsWith("characters)", shown, StringComparison.Ordinal);
    }
}
