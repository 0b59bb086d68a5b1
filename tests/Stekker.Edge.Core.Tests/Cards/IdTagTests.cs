using Stekker.Edge.Core.Cards;

namespace Stekker.Edge.Core.Tests.Cards;

/// <summary>Tokens as chargers send them and people type them.</summary>
public sealed class IdTagTests
{
    [Theory]
    [InlineData("04a2b3c4", "04A2B3C4")]
    [InlineData("  04A2B3C4 ", "04A2B3C4")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("vid:0011aabbccddeeff0011", "VID:0011AABBCCDDEEFF0011")]
    public void Is_kept_as_upper_case(string said, string expected) => Assert.Equal(expected, IdTag.TryParse(said)!.Value.Text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("123456789012345678901")]
    [InlineData("04A2\nB3C4")]
    public void Is_none(string? said) => Assert.Null(IdTag.TryParse(said));

    [Theory]
    [InlineData(255, true)]
    [InlineData(256, false)]
    public void A_cars_own_token_may_be_longer(int length, bool expected) =>
        Assert.Equal(expected, IdTag.TryParse("VID:" + new string('A', length - 4)) is { IsAutocharge: true });

    [Theory]
    [InlineData("vehicle", CardScopeKind.Vehicle, null)]
    [InlineData("site", CardScopeKind.Site, null)]
    [InlineData(" organisation ", CardScopeKind.Organisation, null)]
    [InlineData("site:windhoek-3", CardScopeKind.Site, "windhoek-3")]
    public void A_scope_is_typed_and_shown_alike(string text, CardScopeKind kind, string? site)
    {
        CardScope scope = CardScope.TryParse(text)!;

        Assert.Equal(new CardScope(kind, site), scope);
        Assert.Equal(text.Trim(), scope.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("site:")]
    [InlineData("everywhere")]
    public void What_is_no_scope_is_none(string text) => Assert.Null(CardScope.TryParse(text));
}
