using System.Text;
using System.Text.Json.Nodes;
using Stekker.Edge.Ocpp.Framing;
using Stekker.Edge.Ocpp.Schema;
using Stekker.Edge.Ocpp.V16;
using static Stekker.Edge.Ocpp.Framing.OcppErrorCode;

namespace Stekker.Edge.Ocpp.Tests.V16;

/// <summary>Every message of the specification: read, written back, and broken in each way the specification has a code for.</summary>
public class MessageTests
{
    public static TheoryData<string, bool> Messages
    {
        get
        {
            var messages = new TheoryData<string, bool>();
            foreach (var name in SpecifiedField.ActionNames)
            {
                messages.Add(name, true);
                messages.Add(name, false);
            }
            return messages;
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_with_every_field_comes_back_the_same(string action, bool isRequest) => RoundTrip(action, isRequest, isFull: true);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_with_required_fields_alone_comes_back_the_same(string action, bool isRequest) => RoundTrip(action, isRequest, isFull: false);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_missing_required_field_is_an_occurence_violation(string action, bool isRequest) =>
        ForEachField(action, isRequest, field => field.IsRequired, (parent, field) => parent.Remove(field.Name), OccurenceConstraintViolation);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_null_in_a_required_field_is_an_occurence_violation(string action, bool isRequest) =>
        ForEachField(action, isRequest, field => field.IsRequired, (parent, field) => parent[field.Name] = null, OccurenceConstraintViolation);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_null_in_an_optional_field_is_a_field_left_out(string action, bool isRequest) =>
        ForEachField(action, isRequest, field => !field.IsRequired, (parent, field) => parent[field.Name] = null, null);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_field_the_specification_lacks_is_let_through(string action, bool isRequest) =>
        ForEachField(action, isRequest, _ => true, (parent, _) => parent["vendorExtra"] = new JsonArray(new JsonObject { ["a"] = 1 }), null);

    [Theory]
    [MemberData(nameof(Messages))]
    public void An_object_where_it_does_not_belong_is_a_type_violation(string action, bool isRequest) =>
        ForEachField(action, isRequest, field => field.IsList || field.Fields is null, (parent, field) => parent[field.Name] = new JsonObject(), TypeConstraintViolation);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_list_where_it_does_not_belong_is_a_type_violation(string action, bool isRequest) =>
        ForEachField(action, isRequest, field => !field.IsList, (parent, field) => parent[field.Name] = new JsonArray(1), TypeConstraintViolation);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_number_for_a_text_is_a_type_violation(string action, bool isRequest) =>
        ForEachField(action, isRequest, field => field.Kind is not ("int" or "tenths" or "sample"), (parent, field) => parent[field.Name] = 5, TypeConstraintViolation);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_text_for_a_number_or_boolean_is_a_type_violation(string action, bool isRequest) =>
        ForEachField(action, isRequest, field => field.Kind is "int" or "tenths" or "bool", (parent, field) => parent[field.Name] = "1", TypeConstraintViolation);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_fraction_for_a_whole_number_is_a_type_violation(string action, bool isRequest) =>
        ForEachField(action, isRequest, field => field.Kind == "int", (parent, field) => parent[field.Name] = 1.5, TypeConstraintViolation);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_text_one_character_too_long_is_a_property_violation(string action, bool isRequest) =>
        ForEachField(action, isRequest, field => field.MaxLength is not null,
            (parent, field) => parent[field.Name] = Wrap(field, field.TextOf(field.MaxLength!.Value + 1)), PropertyConstraintViolation);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_name_outside_the_enumeration_is_a_property_violation(string action, bool isRequest) =>
        ForEachField(action, isRequest, field => field.Names is not null, (parent, field) => parent[field.Name] = "Whatever", PropertyConstraintViolation);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_name_in_another_case_is_a_property_violation(string action, bool isRequest) =>
        ForEachField(action, isRequest, field => field.Names is { } names && names[0].Length > 1,
            (parent, field) => parent[field.Name] = InOtherCase(field.Names![0]), PropertyConstraintViolation);

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_name_of_the_enumeration_is_read_and_written_the_same(string action, bool isRequest)
    {
        foreach (var (path, field) in Fields(SpecifiedField.Of(action, isRequest)).Where(found => found.Field.Names is not null))
        {
            foreach (var name in field.Names!)
            {
                var payload = SpecifiedField.Example(SpecifiedField.Of(action, isRequest), isFull: true);
                Parent(payload, path)[field.Name] = name;
                Assert.Equal(payload.ToJsonString(), ReadAndWrite(action, isRequest, payload)!.ToJsonString(), ignoreCase: false);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_day_without_a_time_is_a_type_violation(string action, bool isRequest) =>
        ForEachField(action, isRequest, field => field.Kind == "time", (parent, field) => parent[field.Name] = "2026-03-29", TypeConstraintViolation);

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_list_that_needs_an_item_and_has_none_is_an_occurence_violation(string action, bool isRequest) =>
        ForEachField(action, isRequest, field => field.NeedsItem, (parent, field) => parent[field.Name] = new JsonArray(), OccurenceConstraintViolation);

    private static void RoundTrip(string action, bool isRequest, bool isFull)
    {
        var payload = SpecifiedField.Example(SpecifiedField.Of(action, isRequest), isFull);
        var back = ReadAndWrite(action, isRequest, payload);
        Assert.True(JsonNode.DeepEquals(payload, back), $"{payload.ToJsonString()}\nbecame\n{back?.ToJsonString()}");
    }

    private static JsonNode? ReadAndWrite(string name, bool isRequest, JsonObject payload)
    {
        var action = Ocpp16.Find(name)!;
        var fault = Read(action, isRequest, payload, out var message);
        Assert.True(fault is null, fault?.Description);
        var written = isRequest ? action.WriteRequest(message!) : action.WriteResponse(message!);
        // Fields are written in our order, so both sides are sorted before they are compared as text.
        return Sorted(JsonNode.Parse(written)!, payload);
    }

    private static JsonNode? Sorted(JsonNode? node, JsonNode? like) => (node, like) switch
    {
        (JsonObject from, JsonObject order) => new JsonObject(order.Select(pair => pair.Key).Concat(from.Select(pair => pair.Key)).Distinct()
            .Where(from.ContainsKey).Select(key => KeyValuePair.Create(key, Sorted(from[key], order[key])))),
        (JsonArray from, JsonArray order) => new JsonArray([.. from.Select((item, i) => Sorted(item, i < order.Count ? order[i] : null))]),
        _ => node?.DeepClone(),
    };

    private static PayloadFault? Read(OcppAction action, bool isRequest, JsonObject payload, out IOcppMessage? message)
    {
        var json = Encoding.UTF8.GetBytes(payload.ToJsonString());
        return isRequest ? action.ReadRequest(json, out message) : action.ReadResponse(json, out message);
    }

    /// <summary>Breaks each field in turn, nested ones too, and expects the code, at that field.</summary>
    private static void ForEachField(
        string action, bool isRequest, Func<SpecifiedField, bool> which, Action<JsonObject, SpecifiedField> change, OcppErrorCode? expected)
    {
        foreach (var (path, field) in Fields(SpecifiedField.Of(action, isRequest)).Where(found => which(found.Field)))
        {
            var payload = SpecifiedField.Example(SpecifiedField.Of(action, isRequest), isFull: true);
            change(Parent(payload, path), field);
            var fault = Read(Ocpp16.Find(action)!, isRequest, payload, out _);
            Assert.Equal((path + field.Name, expected), (path + field.Name, fault?.Code));
            if (expected is not null)
            {
                Assert.Contains(field.Name, fault!.Path, StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<(string Path, SpecifiedField Field)> Fields(List<SpecifiedField> fields, string path = "")
    {
        foreach (var field in fields)
        {
            yield return (path, field);
            foreach (var nested in Fields(field.Fields ?? [], path + field.Name + "/"))
            {
                yield return nested;
            }
        }
    }

    private static JsonObject Parent(JsonObject payload, string path)
    {
        JsonNode node = payload;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node[name]!;
            node = node is JsonArray list ? list[^1]! : node;
        }
        return (JsonObject)node;
    }

    private static string InOtherCase(string name) =>
        string.Concat(name.Select(letter => char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter)));

    private static JsonNode Wrap(SpecifiedField field, string text) => field.IsList ? new JsonArray(text) : text;
}
