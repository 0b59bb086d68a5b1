using Stekker.Edge.CentralSystem;

namespace Stekker.Edge.Tests.CentralSystem;

public class ChargePointIdTests
{
    [Theory]
    [InlineData("/ocpp/CP01", "CP01")]
    [InlineData("/ocpp/CP01/", "CP01")]
    [InlineData("/ocpp/CP01?token=1/2", "CP01")]
    [InlineData("/ocpp/CP%2001", "CP 01")]
    [InlineData("/ocpp/%43P01", "CP01")]
    [InlineData("/ocpp/a%2Bb+c", "a+b+c")]
    [InlineData("/ocpp/paal-%C3%A9%C3%A9n", "paal-één")]
    [InlineData("/ocpp/0123456789012345678901234567890123456789ABCDEFGH", "0123456789012345678901234567890123456789ABCDEFGH")]
    public void Taken(string target, string id)
    {
        Assert.Equal(id, ChargePointId.FromTarget(target, out string why));
        Assert.Equal("", why);
    }

    [Theory]
    [InlineData("/", "/ocpp/")]
    [InlineData("/ocpp", "/ocpp/")]
    [InlineData("/OCPP/CP01", "/ocpp/")]
    [InlineData("/ws/CP01", "/ocpp/")]
    [InlineData("http://here/ocpp/CP01", "/ocpp/")]
    [InlineData("*", "/ocpp/")]
    [InlineData("/ocpp/", "missing")]
    [InlineData("/ocpp//", "missing")]
    [InlineData("/ocpp/?id=CP01", "missing")]
    [InlineData("/ocpp/site/CP01", "character")]
    [InlineData("/ocpp/site%2FCP01", "character")]
    [InlineData("/ocpp/site%5CCP01", "character")]
    [InlineData("/ocpp/CP%0001", "character")]
    [InlineData("/ocpp/CP%0A01", "character")]
    [InlineData("/ocpp/CP:01", "character")]
    [InlineData("/ocpp/..", "dot")]
    [InlineData("/ocpp/%2e%2E", "dot")]
    [InlineData("/ocpp/.", "dot")]
    [InlineData("/ocpp/../admin", "character")]
    [InlineData("/ocpp/%FFCP01", "percent")]
    [InlineData("/ocpp/CP01%2", "percent")]
    [InlineData("/ocpp/0123456789012345678901234567890123456789ABCDEFGHI", "49 characters")]
    public void Turned_away(string target, string reason)
    {
        Assert.Null(ChargePointId.FromTarget(target, out string why));
        Assert.Contains(reason, why, StringComparison.Ordinal);
    }
}
