using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Cloud;

public sealed class SchemaTests
{
    public static TheoryData<string> All => [.. Directory.GetFiles(Schemas.Folder, "*.schema.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_schema_is_one_and_its_examples_keep_to_it(string name)
    {
        await using ChildProcess node = NodePeer.Start("validate.mjs", "ajv", Path.Combine(Schemas.Folder, name));
        node.CloseInput();
        Assert.True(await node.Exited.OrFail("the check") == 0, node.Told());
        Assert.DoesNotContain(node.Output.All, l => l.StartsWith("0 right", StringComparison.Ordinal));
    }
}
