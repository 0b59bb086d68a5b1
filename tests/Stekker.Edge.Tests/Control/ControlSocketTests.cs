using System.Net.Sockets;
using Stekker.Edge.Control;
using Stekker.Edge.Tests.Storage;

namespace Stekker.Edge.Tests.Control;

public sealed class ControlSocketTests
{
    [Fact]
    public async Task A_long_path_is_reached_by_a_short_one()
    {
        using TempDirectory directory = new();
        string data = Directory.CreateDirectory(directory.File(new string('d', 150))).FullName;
        using Socket listening = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using ControlSocket door = ControlSocket.In(data);
        listening.Bind(new UnixDomainSocketEndPoint(door.Path));
        listening.Listen();
        door.Guard();

        using (ControlSocket other = ControlSocket.In(data))
        using (Socket connected = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            Assert.NotEqual(door.Path, other.Path);
            await connected.ConnectAsync(new UnixDomainSocketEndPoint(other.Path));
        }

        Assert.Equal(Path.Combine(data, ControlSocket.FileName), Assert.Single(Directory.GetFiles(data)));
        string detour = Path.GetDirectoryName(Path.GetDirectoryName(door.Path))!;
        door.Dispose();
        Assert.False(Directory.Exists(detour));
        Assert.True(Directory.Exists(data));
    }

    [Fact]
    public async Task A_dead_daemons_socket_is_no_daemon()
    {
        using TempDirectory directory = new();
        using (Socket dead = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            string elsewhere = directory.File("bound");
            dead.Bind(new UnixDomainSocketEndPoint(elsewhere));
            File.Move(elsewhere, directory.File(ControlSocket.FileName));
        }

        Assert.True(Path.Exists(directory.File(ControlSocket.FileName)));
        Assert.Null(await ControlClient.FindAsync(directory.Path, CancellationToken.None));
        using ControlSocket socket = ControlSocket.In(directory.Path);
        socket.RemoveStale();
        Assert.False(Path.Exists(directory.File(ControlSocket.FileName)));
    }

    [Fact]
    public async Task No_directory_is_no_daemon()
    {
        using TempDirectory directory = new();

        Assert.Null(await ControlClient.FindAsync(directory.File("nowhere"), CancellationToken.None));
    }
}
