using System.Net;
using System.Net.Sockets;

namespace Stekker.Edge.CentralSystem.Gate;

/// <summary>What one machine is counted as: its IPv4 address, or its IPv6 network of 64 bits, within which it takes as many addresses as it likes (RFC 4291 §2.5.4, RFC 8981).</summary>
internal static class RemoteAddress
{
    private const int NetworkBytes = 8;

    /// <returns>For people too: "192.168.1.20", "2001:db8:1:2::/64".</returns>
    public static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6 || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        }

        byte[] network = address.GetAddressBytes();
        network.AsSpan(NetworkBytes).Clear();
        return address.IsIPv6LinkLocal ? new IPAddress(address.GetAddressBytes()).ToString() : $"{new IPAddress(network)}/64";
    }

    public static string Of(EndPoint? endPoint) => Of((endPoint as IPEndPoint)?.Address);
}
