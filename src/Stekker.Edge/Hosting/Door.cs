using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Stekker.Edge.Hosting;

/// <summary>Which listener a request came in by. What is served depends on it: the control door is a file's permission, the OCPP door is open to the LAN.</summary>
public enum Door
{
    Ocpp,
    Control,
}

internal static class Doors
{
    private const string Key = "stekker.door";

    public static void Tag(this ListenOptions listener, Door door)
    {
        listener.Protocols = HttpProtocols.Http1;
        listener.Use(next => connection =>
        {
            connection.Items[Key] = door;
            return next(connection);
        });
    }

    public static Door? CameBy(this HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(Key, out object? door) == true ? door as Door? : null;
}
