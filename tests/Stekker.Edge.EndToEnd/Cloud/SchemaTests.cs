using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Cloud;

public sealed class SchemaTests(SchemaTests.Verdicts verdicts) : IClassFixture<SchemaTests.Verdicts>
{
    public static TheoryData<string> All => [.. Verdicts.Files.Select(f => Path.GetFileName(f))];

    [Fact]
    public void The_access_rules_in_the_README_are_those_a_broker_is_tested_with()
    {
        string[] readme = File.ReadAllLines(Path.Combine(Schemas.Folder, "..", "README.md"));
        string[] rules = [.. readme.Select(l => l.Trim()).Where(l => l.StartsWith("pattern ", StringComparison.Ordinal) || l.StartsWith("user ", StringComparison.Ordinal) || l.StartsWith("topic ", StringComparison.Ordinal))];
        Assert.Equal(CloudTests.AccessRules.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), rules);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_schema_is_one_and_its_examples_keep_to_it(string name) => Assert.Matches("^[1-9][0-9]* right$", verdicts.Of(name));

    /// <summary>Of an independent checker, once for all schemas.</summary>
    public sealed class Verdicts : IAsyncLifetime
    {
        private string told = "";

        public static string[] Files => [.. Directory.GetFiles(Schemas.Folder, "*.schema.json").Order(StringComparer.Ordinal)];

        public string Of(string name) => told.Split('\n').Where(l => l.StartsWith($"{name}: ", StringComparison.Ordinal)).Select(l => l[(name.Length + 2)..]).SingleOrDefault() ?? $"no verdict: {told}";

        public async Task InitializeAsync()
        {
            await using ChildProcess node = NodePeer.Start("validate.mjs", "ajv", ["--examples", .. Files]);
            await node.Exited.OrFail("the check", node.Told);
            told = $"{node.Output.Told()}\n{node.Errors.Told()}";
        }

        public Task DisposeAsync() => Task.CompletedTask;
    }
}
