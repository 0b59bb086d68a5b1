using System.Buffers;
using System.Globalization;
using System.Text;

namespace Stekker.Edge.Prices;

/// <summary>What a document says next. <see cref="Text"/> may come in pieces.</summary>
internal enum XmlPart
{
    End,
    Element,
    Text,
    ElementEnd,
}

/// <summary>It is not XML, or more of it than data needs; the message says what, at which line.</summary>
internal sealed class PlainXmlException(string why) : Exception(why);

/// <summary>
/// XML 1.0 as documents of data use it: elements, text, CDATA, comments, processing instructions, references to characters and the five
/// entities, in UTF-8. Attributes are passed over. There is no document type, so nothing is fetched and nothing grows. .NET's own reader
/// would bring its schemas and document types, half a megabyte, into a native binary.
/// </summary>
internal sealed class PlainXml(ReadOnlyMemory<byte> document)
{
    private const int DeepestNesting = 64;

    private static readonly SearchValues<byte> EndsName = SearchValues.Create(" \t\r\n/>=<'\"&"u8);

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> document = document.Span.StartsWith("\uFEFF"u8) ? document[3..] : document;
    private readonly Stack<string> open = new();
    private int at;
    private bool hadRoot;
    private bool endsAtOnce;

    /// <summary>The element's name without its namespace's prefix, as it begins and ends.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Of a <see cref="XmlPart.Text"/>.</summary>
    public string Value { get; private set; } = "";

    private ReadOnlySpan<byte> Rest => document.Span[at..];

    /// <exception cref="PlainXmlException">The document is no XML, or has a document type.</exception>
    public XmlPart Read()
    {
        while (true)
        {
            if (endsAtOnce)
            {
                endsAtOnce = false;
                return Close(open.Peek());
            }

            if (Rest.IsEmpty)
            {
                return open.Count == 0 && hadRoot ? XmlPart.End : throw Wrong(open.Count > 0 ? $"it ends before </{open.Peek()}>" : "there is no element in it");
            }

            if (Rest[0] != '<')
            {
                return ReadText();
            }

            if (Skips("<!--"u8))
            {
                Until("--"u8, "a comment");
                Expect(">"u8, "the end of a comment");
            }
            else if (Skips("<?"u8))
            {
                Declaration(Until("?>"u8, "a processing instruction"));
            }
            else if (open.Count > 0 && Skips("<![CDATA["u8))
            {
                Value = Decoded(Until("]]>"u8, "CDATA"));
                return XmlPart.Text;
            }
            else if (Skips("</"u8))
            {
                string name = ReadName();
                SkipSpace();
                Expect(">"u8, $"'>' after </{name}");
                return Close(name);
            }
            else if (Rest.StartsWith("<!"u8))
            {
                throw Wrong("a document type is not read");
            }
            else
            {
                return ReadElement();
            }
        }
    }

    private XmlPart ReadElement()
    {
        at++;
        string name = ReadName();
        if (hadRoot && open.Count == 0)
        {
            throw Wrong($"<{name}> follows the whole document");
        }

        while (SkipSpace() && !Rest.IsEmpty && Rest[0] is not ((byte)'>' or (byte)'/'))
        {
            ReadAttribute();
        }

        endsAtOnce = Skips("/"u8);
        Expect(">"u8, $"'>' after <{name}");
        if (open.Count == DeepestNesting)
        {
            throw Wrong($"its elements are more than {DeepestNesting} deep");
        }

        hadRoot = true;
        open.Push(name);
        Name = Local(name);
        return XmlPart.Element;
    }

    private void ReadAttribute()
    {
        string name = ReadName();
        SkipSpace();
        Expect("="u8, $"'=' after {name}");
        SkipSpace();
        ReadOnlySpan<byte> quote = Rest.StartsWith("'"u8) ? "'"u8 : "\""u8;
        Expect(quote, $"the value of {name} in quotes");
        ReadOnlySpan<byte> value = Until(quote, $"the value of {name}");
        if (value.Contains((byte)'<'))
        {
            throw Wrong($"there is a '<' in the value of {name}");
        }

        Resolved(Decoded(value));
    }

    private XmlPart ReadText()
    {
        int length = Rest.IndexOf((byte)'<');
        string text = Decoded(Rest[..(length < 0 ? Rest.Length : length)]);
        if (open.Count == 0 && !string.IsNullOrEmpty(text.Trim(' ', '\t', '\r', '\n')))
        {
            throw Wrong("there is text outside its element");
        }

        Value = Resolved(text);
        at += length < 0 ? Rest.Length : length;
        return XmlPart.Text;
    }

    private XmlPart Close(string name)
    {
        if (open.Count == 0 || open.Peek() != name)
        {
            throw Wrong(open.Count == 0 ? $"</{name}> ends nothing" : $"</{name}> stands where </{open.Peek()}> has to");
        }

        open.Pop();
        Name = Local(name);
        return XmlPart.ElementEnd;
    }

    /// <summary>The only instruction that matters is a declaration of another encoding.</summary>
    private void Declaration(ReadOnlySpan<byte> instruction)
    {
        string said = Decoded(instruction);
        int encoding = said.StartsWith("xml ", StringComparison.Ordinal) ? said.IndexOf("encoding", StringComparison.Ordinal) : -1;
        if (encoding >= 0 && !said[encoding..].Contains("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            throw Wrong("it is not in UTF-8");
        }
    }

    private string ReadName()
    {
        int length = Rest.IndexOfAny(EndsName);
        string name = Decoded(Rest[..(length < 0 ? Rest.Length : length)]);
        if (name.Length == 0 || !(char.IsLetter(name[0]) || name[0] is '_' or ':'))
        {
            throw Wrong("there is no name where one has to be");
        }

        at += length < 0 ? Rest.Length : length;
        return name;
    }

    private static string Local(string name) => name[(name.IndexOf(':') + 1)..];

    private string Resolved(string text)
    {
        if (!text.Contains('&'))
        {
            return text;
        }

        StringBuilder resolved = new();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '&')
            {
                resolved.Append(text[i]);
                continue;
            }

            int end = text.IndexOf(';', i);
            string name = end < 0 ? text[i..] : text[(i + 1)..end];
            resolved.Append(Entity(name) ?? throw Wrong($"'&{name}' is no reference that is known without a document type"));
            i = end;
        }

        return resolved.ToString();
    }

    private static string? Entity(string name) => name switch
    {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        ['#', 'x', .. var digits] => Character(digits, NumberStyles.AllowHexSpecifier),
        ['#', .. var digits] => Character(digits, NumberStyles.None),
        _ => null,
    };

    private static string? Character(string digits, NumberStyles style) =>
        int.TryParse(digits, style, CultureInfo.InvariantCulture, out int code) && Rune.IsValid(code) && (code >= ' ' || IsSpace(code)) ? new Rune(code).ToString() : null;

    private string Decoded(ReadOnlySpan<byte> utf8)
    {
        if (utf8.ContainsAnyInRange((byte)0, (byte)31) && utf8.ToArray().Any(b => b < ' ' && !IsSpace(b)))
        {
            throw Wrong("there is a control character in it");
        }

        try
        {
            return Strict.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw Wrong("it is not in UTF-8");
        }
    }

    private static bool IsSpace(int character) => character is ' ' or '\t' or '\r' or '\n';

    private bool SkipSpace()
    {
        int length = Rest.IndexOfAnyExcept(" \t\r\n"u8);
        at += length < 0 ? Rest.Length : length;
        return true;
    }

    private bool Skips(ReadOnlySpan<byte> word)
    {
        bool stands = Rest.StartsWith(word);
        at += stands ? word.Length : 0;
        return stands;
    }

    private void Expect(ReadOnlySpan<byte> word, string what)
    {
        if (!Skips(word))
        {
            throw Wrong($"{what} is missing");
        }
    }

    private ReadOnlySpan<byte> Until(ReadOnlySpan<byte> end, string what)
    {
        int length = Rest.IndexOf(end);
        if (length < 0)
        {
            throw Wrong($"{what} does not end");
        }

        ReadOnlySpan<byte> between = Rest[..length];
        at += length + end.Length;
        return between;
    }

    private PlainXmlException Wrong(string why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"line {document.Span[..at].Count((byte)'\n') + 1}: {why}"));
}
