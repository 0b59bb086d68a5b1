using Stekker.Edge.Ocpp.Schema;
using Stekker.Edge.Ocpp.V16;

namespace Stekker.Edge.Ocpp.Tests.V16;

/// <summary>Every schema field by field against the specification's tables.</summary>
public class SchemaAgainstSpecificationTests
{
    public static TheoryData<string> Actions => [.. SpecifiedField.ActionNames];

    [Fact]
    public void There_are_the_28_actions_of_1_6_and_the_11_of_its_security_extension()
    {
        Assert.Equal(39, Ocpp16.Actions.Length);
        Assert.Equal(SpecifiedField.ActionNames.Order(), Ocpp16.Actions.Select(action => action.Name).Order());
        Assert.Equal(11, Ocpp16.Actions.Count(action => action.Profile == Ocpp16.Profiles.Security));
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public void Fields_types_and_lengths_are_the_specification_s(string name)
    {
        var action = Ocpp16.Find(name)!;
        Compare(name + ".req", SpecifiedField.Of(name, isRequest: true), action.RequestSchema);
        Compare(name + ".conf", SpecifiedField.Of(name, isRequest: false), action.ResponseSchema);
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public void Direction_is_the_specification_s(string name)
    {
        var expected = Specification.SentByBoth.Split(' ').Contains(name) ? OcppDirection.Both
            : Specification.SentByChargePoint.Split(' ').Contains(name) ? OcppDirection.ChargePointToCentralSystem
            : OcppDirection.CentralSystemToChargePoint;
        Assert.Equal(expected, Ocpp16.Find(name)!.Direction);
    }

    private static void Compare(string path, List<SpecifiedField> expected, ObjectSchema schema)
    {
        Assert.Equal(
            expected.Select(field => $"{path}.{field.Name} required: {field.IsRequired}").Order(),
            schema.Properties.Select(property => $"{path}.{property.Name} required: {property.IsRequired}").Order());
        foreach (var field in expected)
        {
            Compare($"{path}.{field.Name}", field, schema.Properties.Single(property => property.Name == field.Name).Value);
        }
    }

    private static void Compare(string path, SpecifiedField field, ValueSchema schema)
    {
        if (field.IsList)
        {
            var list = Assert.IsType<ArraySchema>(schema);
            Assert.Equal((path, field.NeedsItem ? 1 : 0), (path, list.MinItems));
            Compare(path, field with { IsList = false }, list.Item);
            return;
        }
        Assert.Equal((path, Describe(field)), (path, Describe(schema)));
        if (field.Fields is { } fields)
        {
            Compare(path, fields, (ObjectSchema)schema);
        }
    }

    private static string Describe(SpecifiedField field) => field switch
    {
        { MaxLength: { } length } => $"text {length}",
        { Names: { } names } => "one of " + string.Join(' ', names.Order()),
        { Fields: not null } => "object",
        { Kind: "sample" } => "text",
        _ => field.Kind,
    };

    private static string Describe(ValueSchema schema) => schema switch
    {
        TextSchema { MaxLength: { } length } => $"text {length}",
        TextSchema => "text",
        IntegerSchema => "int",
        DecimalSchema { IsTenths: true } => "tenths",
        BooleanSchema => "bool",
        DateTimeSchema => "time",
        UriSchema => "uri",
        EnumSchema names => "one of " + string.Join(' ', names.Names.Order()),
        _ => "object",
    };
}
