using Stekker.Edge.Storage;

namespace Stekker.Edge.Tests.Storage;

/// <summary>Files that are their owner's alone, and whole.</summary>
public sealed class OwnerOnlyTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_file_is_replaced_whole_and_is_its_owner_s_alone()
    {
        string path = directory.File("kept");
        OwnerOnly.Replace(path, "first, and longer"u8);
        OwnerOnly.Replace(path, "second"u8);
        Assert.Equal("second", File.ReadAllText(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.GetFiles(directory.Path));
    }

    [Fact]
    public void What_a_power_cut_left_half_written_is_in_nobody_s_way()
    {
        string path = directory.File("kept");
        OwnerOnly.Replace(path, "good"u8);
        File.WriteAllText($"{path}.new", "ha");
        Assert.Equal("good", File.ReadAllText(path));
        OwnerOnly.Replace(path, "better"u8);
        Assert.Equal(("better", false), (File.ReadAllText(path), File.Exists($"{path}.new")));
    }

    [MountFact]
    public void On_a_full_disk_the_file_is_as_it_was()
    {
        using SmallDisk disk = SmallDisk.Tmpfs(directory.File("disk"), "size=256k");
        string path = Path.Combine(disk.Path, "kept");
        OwnerOnly.Replace(path, "good"u8);
        disk.Fill();
        Assert.ThrowsAny<IOException>(() => OwnerOnly.Replace(path, new byte[64 * 1024]));
        Assert.Equal("good", File.ReadAllText(path));
        Assert.False(File.Exists($"{path}.new"));
    }

    [Fact]
    public void Where_it_cannot_be_put_in_place_nothing_is_left_of_it()
    {
        string path = directory.File("kept");
        Directory.CreateDirectory(path);
        Assert.ThrowsAny<Exception>(() => OwnerOnly.Replace(path, "x"u8));
        Assert.Empty(Directory.GetFiles(directory.Path));
    }
}
