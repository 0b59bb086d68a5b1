using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Site;

internal static class BackupCommand
{
    public static Command Definition => new(
        "backup", "writes a whole copy of the ledger, while the site runs", [new Operand("FILE", "where to; it must not be there yet")], SiteOptions.All, RunAsync);

    private static Task<int> RunAsync(Invocation call, CancellationToken cancel) => call.AtDeskAsync(
        async desk =>
        {
            Done done = (await desk.BackupAsync(Path.GetFullPath(call.Operand("FILE")), cancel)).Expect();
            if (call.WantsJson())
            {
                call.Terminal.Json(done, ControlJson.Readable.Done);
            }
            else
            {
                call.Terminal.Say(done.Text);
            }
        },
        cancel);
}
