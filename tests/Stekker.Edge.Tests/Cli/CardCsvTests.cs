namespace Stekker.Edge.Tests.Cli;

/// <summary>Lists of cards: all of a file or nothing of it, and out again as it went in.</summary>
public sealed class CardCsvTests
{
    private const string Header = "idTag,label,scope,vehicle,priority,active,expires,group";

    [Fact]
    public async Task A_list_comes_out_as_it_went_in()
    {
        using Shell shell = new();
        string text =
            $"{Header}\r\n"
            + "04A1,\"Jansen, \"\"Piet\"\"\",site,,normal,true,2027-01-31,\r\n"
            + "04A2,Zoë,vehicle,XX-11-YY,high,true,2027-01-31T08:30:00+01:00,fleet\r\n"
            + "04A3,,site:elsewhere,,normal,false,,\r\n"
            + "VID:AABBCCDDEEFF00112233,her car,vehicle,,normal,true,,\r\n";

        await shell.OutAsync("cards", "import", shell.Written("in.csv", text));
        string export = await shell.OutAsync("cards", "export");
        string again = await shell.OutAsync("cards", "import", shell.Written("again.csv", export));

        Assert.Equal(text, export);
        Assert.Contains("0 added, 0 changed, 4 as they were", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spreadsheets_semicolons_capitals_and_byte_order_mark_are_understood()
    {
        using Shell shell = new();

        Said said = await shell.RunAsync("cards", "import", shell.Written("in.csv", "\uFEFFlabel;idTag;active\r\nAda;04a1;FALSE\r\n\r\n"));

        Assert.Equal(0, said.Code);
        Assert.Contains("semicolons", said.Error, StringComparison.Ordinal);
        Assert.Equal($"{Header}\r\n04A1,Ada,site,,normal,false,,\r\n", await shell.OutAsync("cards", "export"));
    }

    [Fact]
    public async Task Every_wrong_line_is_told_and_nothing_is_taken()
    {
        using Shell shell = new();
        await shell.OutAsync("cards", "add", "KEPT");
        string file = shell.Written(
            "in.csv",
            $"{Header}\nGOOD,,site,,normal,true,,\nBAD,,galaxy,,urgent,maybe,soon,\nSHORT,\n,,,,,,,\n123456789012345678901,,,,,,,\ngood,,,,,,,\n\"open,,,,,,,\n");

        Said said = await shell.RunAsync("cards", "import", file);

        Assert.Equal(1, said.Code);
        foreach (string says in (string[])
            [
                "line 3: scope 'galaxy'", "line 3: priority 'urgent'", "line 3: active 'maybe'", "line 3: expires 'soon'", "line 4: it has 2 values, and the header names 8",
                "line 5: idTag: a card needs a tag", "line 6: idTag: '123456789012345678901' has 21 characters", "line 7: card GOOD is on line 2 already", "line 8: a quotation mark is opened",
            ])
        {
            Assert.Contains(says, said.Error, StringComparison.Ordinal);
        }

        Assert.Equal($"{Header}\r\nKEPT,,site,,normal,true,,\r\n", await shell.OutAsync("cards", "export"));
    }

    [Theory]
    [InlineData("", "is empty; its first line is idTag,label")]
    [InlineData("tag,label\n", "there is no column 'tag'")]
    [InlineData("idtag,label\n", "did you mean 'idTag'?")]
    [InlineData("label,scope\n", "the column 'idTag' is missing")]
    [InlineData("idTag,label,label\n", "a column is there twice")]
    public async Task A_wrong_header_is_told(string text, string says)
    {
        using Shell shell = new();

        Said said = await shell.RunAsync("cards", "import", shell.Written("in.csv", text));

        Assert.Equal(1, said.Code);
        Assert.Contains(says, said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_in_another_encoding_is_refused()
    {
        using Shell shell = new();
        await System.IO.File.WriteAllBytesAsync(shell.File("in.csv"), [.. "idTag,label\nA,Zo"u8, 0xEB, .. "\n"u8]);

        Said said = await shell.RunAsync("cards", "import", shell.File("in.csv"));

        Assert.Equal(1, said.Code);
        Assert.Contains("not UTF-8", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_value_clears_what_the_card_had()
    {
        using Shell shell = new();
        await shell.OutAsync("cards", "add", "A", "--label", "Ada", "--expires", "2027-01-31", "--priority", "high");

        await shell.OutAsync("cards", "import", shell.Written("in.csv", "idTag,label,expires\nA,Ada,\n"));

        Assert.Equal($"{Header}\r\nA,Ada,site,,normal,true,,\r\n", await shell.OutAsync("cards", "export"));
    }
}
