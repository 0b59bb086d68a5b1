using System.Net;
using System.Net.Sockets;
using System.Text;
using Stekker.Edge.Ocpp.Tests.Support;
using Stekker.Edge.Tests.Storage;
using Stekker.Edge.Tests.Support;
using Stekker.Edge.Updating;

namespace Stekker.Edge.Tests.Updating;

/// <summary>Loading a package from servers, and over lines, as they are.</summary>
public sealed class PackageDownloadTests : IDisposable
{
    private static readonly byte[] Package = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];

    private readonly TempDirectory folder = new();
    private readonly VirtualTime time = new();
    private readonly TcpListener server = new(IPAddress.Loopback, 0);
    private readonly List<string> asked = [];

    public PackageDownloadTests() => server.Start();

    private string Target => folder.File("package");

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_line_that_breaks_is_dialled_again_and_the_rest_is_loaded()
    {
        Task<string?> load = LoadAsync(Package.Length);
        await ServeAsync(Head(200, Package.Length), Package[..40_000]);
        await time.AdvanceToTimer(TimeSpan.FromSeconds(5)).OrFail();
        long have = await ServeAsync(request =>
        {
            long from = long.Parse(request.Split("bytes=")[1].Split('-')[0], System.Globalization.CultureInfo.InvariantCulture);
            return ([.. Head(206, Package.Length - from, $"Content-Range: bytes {from}-{Package.Length - 1}/{Package.Length}"), .. Package[(int)from..]], from);
        });

        Assert.Null(await load.OrFail());
        Assert.InRange(have, 1, 40_000);
        Assert.Equal(Package, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task A_server_that_cannot_go_on_in_the_middle_is_taken_from_the_start()
    {
        Task<string?> load = LoadAsync(Package.Length);
        await ServeAsync(Head(200, Package.Length), Package[..40_000]);
        await time.AdvanceToTimer(TimeSpan.FromSeconds(5)).OrFail();
        await ServeAsync(Head(200, Package.Length), Package);

        Assert.Null(await load.OrFail());
        Assert.Equal(Package, await File.ReadAllBytesAsync(Target));
    }

    [Fact]
    public async Task Never_more_is_written_than_the_manifest_says()
    {
        Task<string?> load = LoadAsync(1000);
        await ServeAsync(Head(200, Package.Length), Package);
        Assert.Contains("sends more than the 1000 bytes", await load.OrFail(), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Target).Length, 0, 1000);
    }

    [Fact]
    public async Task What_is_not_there_is_not_asked_for_again()
    {
        Task<string?> load = LoadAsync(Package.Length);
        await ServeAsync(Head(404, 0), []);
        Assert.Contains("127.0.0.1 answered 404", await load.OrFail(), StringComparison.Ordinal);
        Assert.Single(asked);
    }

    [Fact]
    public async Task A_server_in_trouble_is_asked_eight_times_ever_more_slowly()
    {
        Task<string?> load = LoadAsync(Package.Length);
        for (int pause = 5; pause <= 320; pause *= 2)
        {
            await ServeAsync(Head(503, 0), []);
            await time.AdvanceToTimer(TimeSpan.FromSeconds(pause)).OrFail();
        }

        await ServeAsync(Head(503, 0), []);
        Assert.Contains("answered 503 Word (tried 8 times)", await load.OrFail(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_shorter_than_signed_is_not_taken_for_whole()
    {
        Task<string?> load = LoadAsync(Package.Length);
        for (int pause = 5; pause <= 320; pause *= 2)
        {
            await ServeAsync(Head(200, 10), Package[..10]);
            await time.AdvanceToTimer(TimeSpan.FromSeconds(pause)).OrFail();
        }

        await ServeAsync(Head(200, 10), Package[..10]);
        Assert.Contains("ended after 10 of the 100000 bytes", await load.OrFail(), StringComparison.Ordinal);
    }

    private static byte[] Head(int status, long length, string more = "X: y") =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Word\r\nContent-Length: {length}\r\n{more}\r\nConnection: close\r\n\r\n");

    private async Task<string?> LoadAsync(long bytes)
    {
        using PackageDownload download = new(null, time);
        return await download.LoadAsync(new Uri($"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/p"), Target, bytes, CancellationToken.None);
    }

    private Task ServeAsync(byte[] head, byte[] body) => ServeAsync(_ => ((byte[])[.. head, .. body], 0L));

    private async Task<long> ServeAsync(Func<string, (byte[] Answer, long Value)> answer)
    {
        using TcpClient client = await server.AcceptTcpClientAsync().OrFail();
        NetworkStream line = client.GetStream();
        StringBuilder request = new();
        byte[] buffer = new byte[4096];
        while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await line.ReadAsync(buffer).AsTask().OrFail();
            request.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        asked.Add(request.ToString());
        (byte[] bytes, long value) = answer(request.ToString());
        try
        {
            await line.WriteAsync(bytes).AsTask().OrFail();
        }
        catch (IOException)
        {
            // It has heard enough.
        }

        return value;
    }
}
