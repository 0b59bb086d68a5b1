using System.Formats.Tar;
using System.Globalization;
using System.Text.RegularExpressions;
using Stekker.Edge.EndToEnd.Harness;

namespace Stekker.Edge.EndToEnd.Package;

/// <summary>The .ipk is what opkg reads: a gzipped tar of three parts, in a tar dialect it knows, owned by root.</summary>
[Collection(PackagesTogether.Name)]
public sealed class IpkTests(Packages packages) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("stekker-package-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_has_the_three_parts_in_opkgs_order()
    {
        Archive outer = Archive.Read(await packages.IpkAsync());

        Assert.Equal(["./debian-binary", "./data.tar.gz", "./control.tar.gz"], outer.Entries.Select(e => e.Name));
        Assert.Equal("2.0\n", outer["./debian-binary"].Text);
    }

    /// <summary>opkg's reader knows no pax headers: it would install nothing, and say that all went well.</summary>
    [Fact]
    public async Task Every_file_is_roots_of_one_time_and_without_pax_headers()
    {
        Archive outer = Archive.Read(await packages.IpkAsync());

        foreach (Archive.Entry entry in outer.Entries.Concat(Part(outer, "data").Entries).Concat(Part(outer, "control").Entries))
        {
            Assert.True(entry is { Uid: 0, Gid: 0, Format: not TarEntryFormat.Pax }, $"{entry}");
            Assert.Equal(Packages.Epoch, entry.Modified);
            Assert.StartsWith("./", entry.Name, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Its_files_are_those_of_the_feeds_makefile_with_the_same_modes()
    {
        Archive data = Part(Archive.Read(await packages.IpkAsync()), "data");

        Assert.Equal(
            FeedMakefile.Installed().OrderBy(f => f.Key, StringComparer.Ordinal),
            data.Entries.Where(e => e.IsFile).ToDictionary(e => e.Name[1..], e => e.Permissions).OrderBy(f => f.Key, StringComparer.Ordinal));
        Assert.All(data.Entries.Where(e => !e.IsFile), e => Assert.Equal("755", e.Permissions));
    }

    [Fact]
    public async Task The_configuration_files_are_named_and_there()
    {
        Archive outer = Archive.Read(await packages.IpkAsync());

        string[] named = Part(outer, "control")["./conffiles"].Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["/etc/config/stekker_edge", "/etc/stekker-edge/site.json"], named);
        Assert.All(named, file => Assert.True(Part(outer, "data")[$".{file}"].IsFile));
    }

    [Fact]
    public async Task Control_says_what_it_is_and_needs()
    {
        Archive outer = Archive.Read(await packages.IpkAsync());
        Dictionary<string, string> control = Part(outer, "control")["./control"].Text.Split('\n')
            .Where(line => line.Length > 0 && line[0] != ' ').ToDictionary(line => line[..line.IndexOf(':')], line => line[(line.IndexOf(':') + 2)..]);

        Assert.Equal("stekker-edge", control["Package"]);
        Assert.Equal("1.2.3-r1", control["Version"]);
        Assert.Equal(Packages.Arch, control["Architecture"]);
        Assert.Equal("libsqlite3-0, libmosquitto-ssl, libopenssl3, ca-bundle", control["Depends"]);
        long bytes = Part(outer, "data").Entries.Sum(e => (long)e.Content.Length);
        Assert.Equal(bytes, long.Parse(control["Installed-Size"], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Its_scripts_are_executable_and_busyboxs_shell_reads_them()
    {
        Archive outer = Archive.Read(await packages.IpkAsync());
        Archive.Entry[] maintainers = [.. Part(outer, "control").Entries.Where(e => e.Name is "./preinst" or "./postinst" or "./prerm" or "./prerm-pkg")];

        Assert.Equal(4, maintainers.Length);
        Assert.All(maintainers, script => Assert.Equal("755", script.Permissions));
        foreach (Archive.Entry script in maintainers.Concat(Part(outer, "data").Entries.Where(e => e.Name.Contains(".d/", StringComparison.Ordinal) && e.IsFile)))
        {
            if (!script.Name.Contains("keep.d", StringComparison.Ordinal))
            {
                Assert.DoesNotContain("@", Regex.Replace(script.Text, "\"\\$@\"", ""), StringComparison.Ordinal);
                string file = Path.Combine(folder, "script");
                await File.WriteAllBytesAsync(file, script.Content);
                await Commands.RunAsync("busybox", "ash", "-n", file);
            }
        }
    }

    [Fact]
    public async Task No_path_of_the_machine_it_was_built_on_is_in_it()
    {
        Archive data = Part(Archive.Read(await packages.IpkAsync()), "data");

        byte[] path = System.Text.Encoding.UTF8.GetBytes(Packages.Repository + "/");
        Assert.All(data.Entries, e => Assert.True(e.Content.AsSpan().IndexOf(path) < 0, $"{e.Name} holds {Packages.Repository}"));
    }

    [Fact]
    public async Task The_same_binary_gives_the_same_bytes_wherever_and_whenever_it_is_packed()
    {
        string elsewhere = Path.Combine(folder, "elsewhere", "a-copy");
        Directory.CreateDirectory(elsewhere);
        foreach (string part in new[] { "packaging", "openwrt", "LICENSE" })
        {
            await Commands.RunAsync("cp", "-r", Path.Combine(Packages.Repository, part), elsewhere);
        }

        foreach ((string kind, string arch, string made) in new[] { ("ipk", Packages.Arch, await packages.IpkAsync()), ("deb", "amd64", await packages.DebAsync()) })
        {
            CliResult again = await Packages.TryAsync(kind, arch, folder, repository: elsewhere);
            Assert.True(again.ExitCode == 0, again.ToString());
            Assert.Equal(await File.ReadAllBytesAsync(made), await File.ReadAllBytesAsync(Path.Combine(folder, Path.GetFileName(made))));
        }
    }

    [Theory]
    [InlineData("arm_cortex-a7_neon-vfpv4", "'ARM'")]
    [InlineData("aarch64_cortex-a53", "'AArch64'")]
    [InlineData("x86_64", "/lib/ld-musl-x86_64.so.1")]
    [InlineData("mipsel_24kc", "no Native AOT")]
    [InlineData("arm_cortex-a9", "no Native AOT")]
    [InlineData("arm_cortex-a9_vfpv3-d16", "16 floating point registers")]
    [InlineData("m68k", "no architecture")]
    public async Task A_binary_is_not_packed_for_another_machine(string arch, string why)
    {
        CliResult result = await Packages.TryAsync("ipk", arch, folder);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(why, result.Err, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder, "*.ipk"));
    }

    [Theory]
    [InlineData("mips", "A RUT956 or another MIPS router stays the router")]
    [InlineData("armv7l", "this machine is armv7l. Take the package whose name ends as")]
    public async Task The_wrong_cpu_is_told_so_before_anything_is_unpacked(string machine, string sentence)
    {
        Archive outer = Archive.Read(await packages.IpkAsync());
        await File.WriteAllBytesAsync(Path.Combine(folder, "preinst"), Part(outer, "control")["./preinst"].Content);
        string uname = Path.Combine(folder, "uname");
        await File.WriteAllTextAsync(uname, $"#!/bin/sh\necho {machine}\n");
        File.SetUnixFileMode(uname, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        string[] preinst = ["busybox", "ash", Path.Combine(folder, "preinst"), "install"];
        CliResult refused = await Commands.TryAsync("env", [$"PATH={folder}:{Environment.GetEnvironmentVariable("PATH")}", .. preinst]);
        CliResult building = await Commands.TryAsync("env", [$"PATH={folder}:{Environment.GetEnvironmentVariable("PATH")}", "IPKG_INSTROOT=/image", .. preinst]);
        CliResult right = await Commands.TryAsync("env", preinst);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(sentence, refused.Err, StringComparison.Ordinal);
        Assert.True(building.ExitCode == 0, building.ToString());
        Assert.True(right.ExitCode == 0, right.ToString());
    }

    private static Archive Part(Archive outer, string name) => Archive.Read(outer[$"./{name}.tar.gz"].Content);
}
