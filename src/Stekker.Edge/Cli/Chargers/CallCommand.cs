using System.Text.Json;
using Stekker.Edge.Cli.Parsing;
using Stekker.Edge.Cli.Site;
using Stekker.Edge.Control;

namespace Stekker.Edge.Cli.Chargers;

/// <summary>Any OCPP call, as an installer has it from a charger's manual.</summary>
internal static class CallCommand
{
    public static Command Definition => new(
        "ocpp call",
        "sends an OCPP call to a charger, and shows what it answers",
        [
            new Operand("ID", "the charge point's id"),
            new Operand("ACTION", "such as GetConfiguration, ChangeConfiguration, Reset, TriggerMessage"),
            new Operand("JSON", "its payload, such as '{\"type\":\"Soft\"}'; {} without it", Required: false),
        ],
        SiteOptions.All,
        RunAsync)
    {
        Details = "With --json it prints {\"result\":{…}} or {\"error\":{\"code\":\"…\",\"description\":\"…\"}}. Exit code 0 is a result, 1 an error.",
    };

    private static Task<int> RunAsync(Invocation call, CancellationToken cancel)
    {
        CallAsked asked = new(call.Operand("ACTION"), PayloadOf(call.OptionalOperand("JSON") ?? "{}"));
        return call.AtDaemonsDeskAsync(async desk => Show(call, await desk.CallAsync(call.Operand("ID"), asked, cancel)), cancel);
    }

    private static int Show(Invocation call, Answer<CallAnswer> answer)
    {
        if (call.WantsJson() && answer is Answer<CallAnswer>.Denied denied)
        {
            CallError error = new($"{denied.Denial}", denied.Why);
            call.Terminal.Json(new CallAnswer(Error: error), ControlJson.Readable.CallAnswer);
        }

        CallAnswer said = answer.Expect();
        if (call.WantsJson())
        {
            call.Terminal.Json(said, ControlJson.Readable.CallAnswer);
        }
        else if (said.Result is { } result)
        {
            call.Terminal.Json(result, ControlJson.Readable.JsonElement);
        }

        if (said.Error is not { } refused)
        {
            return ExitCode.Done;
        }

        call.Terminal.Complain($"{call.Operand("ID")} answered {refused.Code}{(refused.Description.Length > 0 ? $": {refused.Description}" : "")}");
        return ExitCode.Failed;
    }

    private static JsonElement PayloadOf(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new UsageException("JSON: a payload is an object, such as {} or {\"type\":\"Soft\"}");
        }
        catch (JsonException e)
        {
            throw new UsageException($"JSON '{text}': it is not JSON ({e.Message}); put it in single quotes, such as '{{\"type\":\"Soft\"}}'");
        }
    }
}
