namespace Stekker.Edge.Ocpp.Framing;

internal static class Cut
{
    /// <summary>OCPP-J 1.6 §4.2.3: an error description has at most 255 characters.</summary>
    internal const int MaxDescription = 255;

    private const int MaxQuoted = 40;

    /// <summary>A peer's text, short enough to quote back at it.</summary>
    internal static string Short(string text) => To(text, MaxQuoted);

    internal static string Description(string text) => To(text, MaxDescription);

    private static string To(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }
        // Not between the halves of a surrogate pair: what is left would be no text.
        var end = length - 1;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[end - 1]) ? end - 1 : end), "…");
    }
}
