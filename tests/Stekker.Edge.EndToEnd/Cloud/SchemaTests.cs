using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Cloud;

public sealed class SchemaTests
{
    public static TheoryData<string> All => [.. Directory.GetFiles(Schemas.Folder, "*.schema.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_access_rules_in_the_README_are_those_a_broker_is_tested_with()
    {
        string[] readme = File.ReadAllLines(Path.Combine(Schemas.Folder, "..", "README.md"));
        string[] rules = [.. readme.Select(l => l.Trim()).Where(l => l.StartsWith("pattern ", StringComparison.Ordinal) || l.StartsWith("user ", StringComparison.Ordinal) || l.StartsWith("topic ", StringComparison.Ordinal))];
        Assert.Equal(CloudTests.AccessRules.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), rules);
    }

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
