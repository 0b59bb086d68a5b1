using Stekker.Edge.CentralSystem.Gate;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Configuration;

namespace Stekker.Edge.Cli.Site;

/// <summary>Makes the text that stands for a charger's password in the configuration.</summary>
internal static class PasswordCommand
{
    /// <summary>OCPP security whitepaper A00.FR.205: at least so long.</summary>
    private const int GoodLength = 16;

    public static Command Definition => new(
        "password",
        "makes the hash of a charger's password, to write in the configuration",
        [new Operand("CHARGE-POINT", "prints the whole entry of chargePoints for it", Required: false)],
        [],
        RunAsync)
    {
        Details = "The password is the first line of standard input, never an argument: others could see it in the list of processes.\n"
            + "The charger keeps the password itself; only this site's file has the hash.",
    };

    private static Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        string? id = call.OptionalOperand("CHARGE-POINT");
        if (id is not null && ConfigurationTexts.ChargePoint(id) is { } wrongId)
        {
            throw new UsageException($"'{ConfigurationNode.Clean(id)}' {wrongId}");
        }

        call.Terminal.Note("password, then Enter (it is shown while you type):");
        string password = call.Terminal.In.ReadLine() ?? "";
        if ((PasswordHash.IsMeant(password) ? "is a hash already" : ConfigurationTexts.Password(password)) is { } wrong)
        {
            throw new CommandFailedException($"the password {wrong}");
        }

        if (password.Length < GoodLength)
        {
            call.Terminal.Note($"it has {password.Length} characters; OCPP asks for {GoodLength} at least, made at random");
        }

        string hash = PasswordHash.Of(password);
        call.Terminal.Say(id is null ? hash : $$"""{ "id": "{{System.Text.Json.JsonEncodedText.Encode(id)}}", "password": "{{hash}}" }""");
        return Task.FromResult(ExitCode.Done);
    }
}
