using System.Buffers;
using System.Text.RegularExpressions;
using Assay.Text.Citations;

namespace Assay.Text.Prompts;

/// <summary>Text of documents in a form that cannot be taken for part of the prompt around it.</summary>
/// <remarks>
/// Characters are exchanged one for one, so every position stays and a <see cref="Assay.Text.SourceMap"/> holds as before: markers of chat
/// templates (<c>&lt;|im_start|&gt;</c>, <c>[INST]</c>, <c>&lt;/s&gt;</c>) get look-alike brackets, and so does everything that reads like a citation
/// (<c>[2]</c>, <c>[1, 3]</c>, also <c>items[0]</c>): a document must not cite in the name of whoever answers. A line that begins like a turn of a
/// conversation gets a wide colon, characters that nobody sees (tags, direction marks, controls) become U+FFFD. What a document says about such
/// markers can still be read; a tokenizer or a reader of citations does not find them. Meant for prompts and for what an answer takes over word for word:
/// passages keep their own text.
/// </remarks>
public static partial class InertText
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create("<[:\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\u007F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\uDB40");

    /// <summary>The text with everything exchanged that could be mistaken.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>As many characters; the same object when nothing had to be exchanged.</returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAny(Suspects)) return text;
        char[]? changed = null;
        foreach (Match match in Markers().Matches(text)) Set(ref changed, text, match.Index, match.ValueSpan[0] == '<' ? '‹' : '［');
        foreach (Match match in Turns().Matches(text)) Set(ref changed, text, match.Index + match.Length - 1, '：');
        foreach (TextSpan marker in CitationMarkers.Spans(text)) Set(ref changed, text, marker.Start, '［');
        foreach (Match match in Unseen().Matches(text))
        {
            for (int i = 0; i < match.Length; i++) Set(ref changed, text, match.Index + i, '\uFFFD');
        }

        return changed is null ? text : new string(changed);
    }

    /// <summary>The text on one line, for titles and headings: white space is one space, and nothing can be mistaken.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>Trimmed text without line breaks.</returns>
    public static string Line(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Of(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>The text with nothing in it that reads like a citation, and all else as it is: for an answer that takes over a sentence and then cites it.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>As many characters; the same object when nothing had to be exchanged.</returns>
    public static string Uncited(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        char[]? changed = null;
        foreach (TextSpan marker in CitationMarkers.Spans(text)) Set(ref changed, text, marker.Start, '［');
        return changed is null ? text : new string(changed);
    }

    private static void Set(ref char[]? changed, string text, int at, char c)
    {
        changed ??= text.ToCharArray();
        changed[at] = c;
    }

    // What chat templates in use are made of: <|…|> and <｜…｜>, <s> and </s>, <start_of_turn>, <tool_call>, <passage…>, [INST], [TOOL_CALLS], <<SYS>>.
    [GeneratedRegex(@"<(?=[|｜])|<(?=/?(s|bos|eos|pad|unk|sep|cls|mask|think|system|user|assistant|human|model|tool|im_start|im_end|endoftext|start_of_turn|end_of_turn|start_header_id|end_header_id|eot_id|eom_id|begin_of_text|end_of_text|function_calls?|function|invoke|parameter|tool_calls?|tool_response|tool_results?|passages?|documents?|context|question|instructions?)\b[^>\n]{0,80}>)|<(?=</?SYS>>)|\[(?=/?(INST|SYS|TOOL_CALLS|TOOL_RESULTS|AVAILABLE_TOOLS|IMG|SYSTEM_PROMPT|CLS|SEP|PAD|MASK|UNK)\])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Markers();

    [GeneratedRegex(@"(?<=^|[\n\r\v\f\u0085\u2028\u2029])[ \t>*#_]*(system|user|assistant|human|developer|question|passages?)[ \t*_]*:", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Turns();

    [GeneratedRegex(@"[\u0000-\u0008\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]|\uDB40[\uDC00-\uDC7F]", RegexOptions.CultureInvariant)]
    private static partial Regex Unseen();
}
