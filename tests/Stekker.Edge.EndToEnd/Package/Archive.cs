using System.Formats.Tar;
using System.IO.Compression;

namespace Stekker.Edge.EndToEnd.Package;

/// <summary>A tar.gz, read whole, with what a tar reader is told about each file.</summary>
internal sealed class Archive
{
    private Archive(IReadOnlyList<Entry> entries) => Entries = entries;

    public IReadOnlyList<Entry> Entries { get; }

    public static Archive Read(string file) => Read(File.ReadAllBytes(file));

    public static Archive Read(byte[] bytes)
    {
        using GZipStream unzipped = new(new MemoryStream(bytes), CompressionMode.Decompress);
        using TarReader reader = new(unzipped);
        List<Entry> entries = [];
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            using MemoryStream content = new();
            entry.DataStream?.CopyTo(content);
            entries.Add(new Entry(entry.Name, entry.Format, entry.EntryType, entry.Uid, entry.Gid, entry.Mode, entry.ModificationTime, content.ToArray()));
        }

        return new Archive(entries);
    }

    public Entry this[string name] => Entries.Single(e => e.Name == name);

    internal sealed record Entry(
        string Name, TarEntryFormat Format, TarEntryType Type, int Uid, int Gid, UnixFileMode Mode, DateTimeOffset Modified, byte[] Content)
    {
        public string Text => System.Text.Encoding.UTF8.GetString(Content);

        public bool IsFile => Type is TarEntryType.RegularFile or TarEntryType.V7RegularFile;

        /// <summary>As people write it: 755.</summary>
        public string Permissions => Convert.ToString((int)Mode, 8);
    }
}
