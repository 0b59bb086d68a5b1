using System.Text.Json.Nodes;
using Stekker.Edge.EndToEnd.Cloud;
using Stekker.Edge.EndToEnd.Harness;
using Stekker.Edge.EndToEnd.Package;

namespace Stekker.Edge.EndToEnd.Updates;

/// <summary>Who makes packages and signs them, with the repository's own command and openssl, and puts them on an https server.</summary>
internal sealed class Maker : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stekker-maker-").FullName;

    private string Key => Path.Combine(folder, "key.pem");

    public string Folder => folder;

    public string PublicKey => Path.Combine(folder, "public.pem");

    public static async Task<Maker> StartAsync()
    {
        Maker maker = new();
        await Commands.RunAsync("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", maker.Key);
        await Commands.RunAsync("openssl", "pkey", "-in", maker.Key, "-pubout", "-out", maker.PublicKey);
        return maker;
    }

    /// <summary>A package of another version: the program in it says so, and is else the one under test, or one that never does anything.</summary>
    /// <param name="ipk">What it is made of.</param>
    public async Task<SignedPackage> MakeAsync(string ipk, string version, bool isSick = false, string saysToBe = "")
    {
        string file = Path.Combine(folder, $"stekker-edge_{version}-r1_{Packages.Arch}.ipk");
        string work = Path.Combine(folder, "making");
        string does = isSick ? "exec sleep 100000" : "exec /usr/bin/stekker-edge.real \"$@\"";
        await File.WriteAllTextAsync(
            Path.Combine(folder, "program"), $"#!/bin/sh\n[ \"$1\" != --version ] || {{ echo 'stekker-edge {(saysToBe.Length > 0 ? saysToBe : version)}'; exit; }}\n[ \"$1\" = run ] || exec /usr/bin/stekker-edge.real \"$@\"\n{does}\n");
        await Commands.RunAsync(
            "sh",
            "-ec",
            $"""
            rm -rf '{work}'; mkdir -p '{work}/data' '{work}/control'; cd '{work}'
            tar -xzf '{ipk}'; tar -xzf data.tar.gz -C data; tar -xzf control.tar.gz -C control
            mv data/usr/bin/stekker-edge data/usr/bin/stekker-edge.real
            install -m 755 '{folder}/program' data/usr/bin/stekker-edge
            sed -i 's/^Version: .*/Version: {version}-r1/' control/control
            echo 'OF ANOTHER VERSION' >>data/etc/stekker-edge/site.json
            for part in data control; do tar --format=gnu --numeric-owner --owner=0 --group=0 -C $part -cf - . | gzip -1 -n >$part.tar.gz; done
            tar --format=gnu --numeric-owner --owner=0 --group=0 -cf - ./debian-binary ./data.tar.gz ./control.tar.gz | gzip -1 -n >'{file}'
            """);
        return await SignAsync(file);
    }

    public async Task<SignedPackage> SignAsync(string file, params string[] options)
    {
        await Commands.RunAsync(Path.Combine(Packages.Repository, "build.sh"), ["sign", file, "--key", Key, .. options]);
        return new SignedPackage(file, await File.ReadAllTextAsync($"{file}.manifest"), await File.ReadAllTextAsync($"{file}.signature"));
    }

    public async Task<ChildProcess> ServeAsync(int port, Broker authority)
    {
        ChildProcess server = NodePeer.Start("packages.mjs", "mqtt", $"{port}", authority.CertificateFile("broker"), authority.KeyFile("broker"), folder);
        await server.Output.TakeAsync(l => l == "listening", "server of packages");
        return server;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

internal sealed record SignedPackage(string File, string Manifest, string Signature)
{
    public JsonObject Command(string url)
    {
        JsonObject command = CloudSite.Command("updateEdge");
        command["url"] = url;
        command["manifest"] = Manifest;
        command["signature"] = Signature;
        return command;
    }
}
