using System.Text;
using Stekker.Edge.Configuration;

namespace Stekker.Edge.Tests.Configuration;

public class ConfigurationFuzzTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "1e999", "1e-400", "0.1", "\"\"", "\"L1\"", "\\ud800", "\\u0000", "//", "/*", "é", "\0",
        "99999999999999999999999999999999", "\"a\": 1,", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "NaN", "\"siteId\"", "{}",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void However_a_file_is_mangled_errors_name_a_key_or_a_line(int seed)
    {
        Random random = new(seed);
        byte[] valid = Encoding.UTF8.GetBytes(ConfigurationExample.Text);
        for (int mutation = 0; mutation < 500; mutation++)
        {
            List<byte> bytes = [.. valid];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                Mangle(bytes, random);
            }

            ConfigurationReading reading = ConfigurationReading.Read(bytes.ToArray(), Files.Somewhere);
            Assert.True(reading.Configuration is null != reading.Errors.IsEmpty, $"seed {seed}, mutation {mutation}: a configuration or errors, never both or neither");
            Assert.All(
                reading.Errors.Concat(reading.Warnings),
                e => Assert.True(e.Key.Length > 0 && e.WhatWouldBeRight.Length > 0 && !e.ToString().Contains('\n', StringComparison.Ordinal), $"seed {seed}, mutation {mutation}: '{e}'"));
        }
    }

    private static void Mangle(List<byte> bytes, Random random)
    {
        int at = random.Next(bytes.Count);
        switch (random.Next(5))
        {
            case 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 1:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at));
                break;
            case 2:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at)));
                break;
            default:
                ReplaceValue(bytes, random);
                break;
        }

        if (bytes.Count == 0)
        {
            bytes.Add((byte)' ');
        }
    }

    /// <summary>Keeps it JSON more often than chance would: a whole value for another.</summary>
    private static void ReplaceValue(List<byte> bytes, Random random)
    {
        List<int> colons = [.. Enumerable.Range(0, bytes.Count).Where(i => bytes[i] == ':')];
        if (colons.Count == 0)
        {
            return;
        }

        int start = colons[random.Next(colons.Count)] + 1;
        int end = bytes.FindIndex(start, b => b is (byte)',' or (byte)'}' or (byte)'\n');
        if (end > start)
        {
            bytes.RemoveRange(start, end - start);
            bytes.InsertRange(start, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
        }
    }
}
