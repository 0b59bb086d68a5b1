using System.Net;

namespace Stekker.Edge.Hosting;

/// <summary>Where a door listens: address and port, as "0.0.0.0:8887" or "[::]:8887".</summary>
public static class ListenAddress
{
    /// <exception cref="FormatException">It is none; the configuration reader has said so before.</exception>
    public static IPEndPoint Parse(string text) =>
        IPEndPoint.TryParse(text, out IPEndPoint? endPoint) ? endPoint : throw new FormatException($"'{text}' is no address and port such as 0.0.0.0:8887");
}
