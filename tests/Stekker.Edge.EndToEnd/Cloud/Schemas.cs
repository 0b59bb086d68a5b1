using System.Reflection;

namespace Stekker.Edge.EndToEnd.Cloud;

/// <summary>The schemas the project publishes for the cloud's developers.</summary>
internal static class Schemas
{
    public static readonly string Folder =
        typeof(Schemas).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "SchemaFolder").Value!;
}
