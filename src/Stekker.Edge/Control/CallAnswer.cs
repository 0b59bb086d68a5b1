using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stekker.Edge.Control;

/// <summary>A raw OCPP call to a charger.</summary>
public sealed record CallAsked(string Action, JsonElement Payload);

/// <summary>What the charger answered: a result, or an error.</summary>
public sealed record CallAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Result = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CallError? Error = null);

/// <param name="Code">As the charger spelled it.</param>
public sealed record CallError(string Code, string Description);
