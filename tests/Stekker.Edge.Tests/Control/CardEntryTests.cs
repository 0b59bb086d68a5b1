using Stekker.Edge.Control;
using Stekker.Edge.Core.Cards;

namespace Stekker.Edge.Tests.Control;

/// <summary>A card as typed becomes a card.</summary>
public sealed class CardEntryTests
{
    private static readonly SiteTimes Times = SiteTimes.In("Europe/Amsterdam");

    [Theory]
    [InlineData("04A1", null, CardScopeKind.Site)]
    [InlineData("04A1", "XX-11", CardScopeKind.Vehicle)]
    [InlineData("VID:AA", null, CardScopeKind.Vehicle)]
    public void A_new_card_gets_the_usual_scope(string idTag, string? vehicle, CardScopeKind scope) =>
        Assert.Equal(scope, new CardEntry { IdTag = idTag, Vehicle = vehicle }.Onto(null, Times).Scope.Kind);

    [Fact]
    public void What_is_not_said_stays_and_what_is_empty_is_cleared()
    {
        Card old = new CardEntry { IdTag = "A", Label = "Ada", Vehicle = "XX-11", Expires = "2027-01-31", Group = "g", Active = false }.Onto(null, Times);

        Card changed = new CardEntry { IdTag = "a", Vehicle = "", Expires = "" }.Onto(old, Times);

        Assert.Equal(old with { Vehicle = null, Expires = null }, changed);
    }

    [Fact]
    public void A_whole_entry_leaves_nothing_of_the_old_card()
    {
        Card old = new CardEntry { IdTag = "A", Label = "Ada", Vehicle = "XX-11", Priority = "high", Group = "g", Active = false }.Onto(null, Times);

        Assert.Equal(new CardEntry { IdTag = "A" }.Onto(null, Times), new CardEntry { IdTag = "A" }.Whole().Onto(old, Times));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        string[] faults = [.. new CardEntry { IdTag = "a\tb", Scope = "galaxy", Priority = "urgent", Expires = "soon" }.Faults()];

        Assert.Equal(4, faults.Length);
        Assert.Contains("control character", faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_cars_own_token_may_be_long_but_not_endless()
    {
        Assert.Null(CardEntry.WhyNoTag("vid:" + new string('A', 200)));
        Assert.Contains("255 at most", CardEntry.WhyNoTag("VID:" + new string('A', 252)), StringComparison.Ordinal);
    }
}
