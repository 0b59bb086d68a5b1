using System.Net.WebSockets;
using System.Threading.Channels;

namespace Stekker.Edge.Ocpp.Tests.Support;

/// <summary>Two real WebSockets over a wire in memory.</summary>
internal sealed class SocketPair : IDisposable
{
    private readonly WireStream _clientWire;
    private readonly WireStream _serverWire;

    public SocketPair()
    {
        var up = Channel.CreateUnbounded<byte[]>();
        var down = Channel.CreateUnbounded<byte[]>();
        _clientWire = new WireStream(down, up);
        _serverWire = new WireStream(up, down);
        Client = WebSocket.CreateFromStream(_clientWire, new WebSocketCreationOptions { IsServer = false, KeepAliveInterval = TimeSpan.Zero });
        Server = WebSocket.CreateFromStream(_serverWire, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.Zero });
    }

    public WebSocket Client { get; }

    public WebSocket Server { get; }

    /// <summary>The wire breaks: both ends find it gone.</summary>
    public void Cut()
    {
        _clientWire.Break();
        _serverWire.Break();
    }

    /// <summary>From now on the server's bytes go nowhere and its writes never end: a charger whose window is full.</summary>
    public void Clog() => _serverWire.Clog();

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private sealed class WireStream(Channel<byte[]> incoming, Channel<byte[]> outgoing) : Stream
    {
        private ReadOnlyMemory<byte> _rest;
        private volatile TaskCompletionSource? _clogged;

        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Break()
        {
            incoming.Writer.TryComplete(new IOException("The wire was cut."));
            outgoing.Writer.TryComplete(new IOException("The wire was cut."));
        }

        public void Clog() => _clogged = new TaskCompletionSource();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_rest.IsEmpty)
            {
                try
                {
                    if (!await incoming.Reader.WaitToReadAsync(cancellationToken) || !incoming.Reader.TryRead(out var next))
                    {
                        return 0;
                    }
                    _rest = next;
                }
                catch (ChannelClosedException e)
                {
                    throw new IOException("The wire was cut.", e);
                }
            }
            var count = Math.Min(buffer.Length, _rest.Length);
            _rest[..count].CopyTo(buffer);
            _rest = _rest[count..];
            return count;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_clogged is { } clogged)
            {
                await clogged.Task;
            }
            if (!outgoing.Writer.TryWrite(buffer.ToArray()))
            {
                throw new IOException("The wire was cut.");
            }
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            outgoing.Writer.TryComplete();
            incoming.Writer.TryComplete(new IOException("This end was closed."));
            _clogged?.TrySetException(new IOException("The wire was cut."));
            base.Dispose(disposing);
        }
    }
}
