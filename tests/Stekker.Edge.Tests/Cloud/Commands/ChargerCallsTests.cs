using Stekker.Edge.Cloud.Commands;
using Stekker.Edge.Control;

namespace Stekker.Edge.Tests.Cloud.Commands;

/// <summary>Where a charger is sent for files.</summary>
public sealed class ChargerCallsTests
{
    [Theory]
    [InlineData("ftp://files.example/up")]
    [InlineData("https://ada:hunter2@files.example:8443/fw.bin?for=CP01")]
    [InlineData("sftp://192.168.1.9/up/")]
    public void An_address_on_a_server_goes_to_the_charger_as_it_is(string location)
    {
        foreach (string command in (string[])["updateFirmware", "getDiagnostics"])
        {
            (CallAsked? call, string? missing) = ChargerCalls.Of(new CommandAsked { Command = command, Location = location })!.Value;
            Assert.Null(missing);
            Assert.Equal(location, call!.Payload.GetProperty("location").GetString());
        }
    }

    public static TheoryData<string?> NoAddresses =>
    [
        null, "", "../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "FILE://box/etc/passwd", "ftp:", "ftp:///up", "ftp://files.example/a\0b", "ftp://files.example/a\nb",
        "ftp://files.example/a b", "C:\\boot.ini", "ftp://ada:hunter2@files.example/a\nb", "ftp://files.example/" + new string('a', 4096),
    ];

    [Theory]
    [MemberData(nameof(NoAddresses))]
    public void What_is_no_address_on_a_server_is_refused_in_words_and_without_its_password(string? location)
    {
        foreach (string command in (string[])["updateFirmware", "getDiagnostics"])
        {
            (CallAsked? call, string? missing) = ChargerCalls.Of(new CommandAsked { Command = command, Location = location })!.Value;
            Assert.Null(call);
            Assert.StartsWith("location ", missing, StringComparison.Ordinal);
            Assert.InRange(missing!.Length, 20, 200);
            Assert.DoesNotContain("hunter2", missing, StringComparison.Ordinal);
            Assert.DoesNotContain(missing, char.IsControl);
        }
    }
}
