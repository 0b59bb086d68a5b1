namespace Stekker.Edge.EndToEnd.Package;

/// <summary>OpenWrt's image builder installs into a directory, on a machine that is not the router: scripts stay within IPKG_INSTROOT.</summary>
[Collection(PackagesTogether.Name)]
public sealed class ImageTests(Packages packages) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stekker-package-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task In_an_image_it_is_enabled_and_nothing_else_is_done()
    {
        string image = Path.Combine(folder, "image");
        string control = Path.Combine(image, "usr/lib/opkg/info");
        Directory.CreateDirectory(control);
        string ipk = await packages.IpkAsync();
        string stand = Path.Combine(Packages.Repository, "tests", "Stekker.Edge.EndToEnd", "Package", "router");
        await Commands.RunAsync("sh", "-c", $"""
            set -e
            cp -r '{stand}'/. '{image}'
            tar -xzOf '{ipk}' ./data.tar.gz | tar -xz --no-same-owner -C '{image}'
            tar -xzOf '{ipk}' ./data.tar.gz | tar -tz | sed -n 's/^\.\(.*[^/]\)$/\1/p' >'{control}/stekker-edge.list'
            mkdir '{folder}/control'
            tar -xzOf '{ipk}' ./control.tar.gz | tar -xz --no-same-owner -C '{folder}/control'
            for file in '{folder}'/control/*; do cp "$file" "{control}/stekker-edge.$(basename "$file")"; done
            """);
        string[] before = [.. Directory.EnumerateFileSystemEntries(image, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

        foreach (string script in new[] { "preinst", "postinst" })
        {
            await Commands.RunAsync("env", $"IPKG_INSTROOT={image}", "busybox", "ash", $"{control}/stekker-edge.{script}", "configure");
        }

        string[] after = [.. Directory.EnumerateFileSystemEntries(image, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        string[] enabled = ["K05stekker-edge", "K06stekker-edge-update", "S94stekker-edge-update", "S95stekker-edge"];
        Assert.Equal([$"{image}/etc/rc.d", .. enabled.Select(name => $"{image}/etc/rc.d/{name}")], after.Except(before));
        Assert.Empty(before.Except(after));
        await Commands.RunAsync("env", $"IPKG_INSTROOT={image}", "busybox", "ash", $"{control}/stekker-edge.prerm", "remove");
        Assert.Empty(Directory.GetFiles($"{image}/etc/rc.d"));
    }
}
