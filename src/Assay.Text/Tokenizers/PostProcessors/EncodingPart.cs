namespace Assay.Text.Tokenizers.PostProcessors;

/// <summary>Tokens of one text, or of several put together, before they are given out. Changed only by the steps of one call.</summary>
internal sealed record EncodingPart
{
    /// <summary>The text; null of what is from none.</summary>
    public string? Text { get; init; }

    /// <summary>Ids.</summary>
    public int[] Ids { get; init; } = [];

    /// <summary>Places in the text of the token's sequence.</summary>
    public TextSpan[] Offsets { get; init; } = [];

    /// <summary>Number of the piece that a token is from, or -1.</summary>
    public int[] Words { get; init; } = [];

    /// <summary>Type that the model is told.</summary>
    public int[] TypeIds { get; init; } = [];

    /// <summary>0 for the first text, 1 for the second, -1 for what was added.</summary>
    public int[] Sequences { get; init; } = [];

    /// <summary>Whether a token was added by a post-processor or by padding.</summary>
    public bool[] Added { get; init; } = [];

    /// <summary>Whether the model is to look at a token.</summary>
    public bool[] Attention { get; init; } = [];

    /// <summary>Blanks at both ends of a token, where they are not those of its text in the vocabulary; null when there is none such.</summary>
    public (int Leading, int Trailing)?[]? Blanks { get; init; }

    /// <summary>The parts that truncation left over.</summary>
    public List<EncodingPart> Overflowing { get; init; } = [];

    /// <summary>Number of tokens.</summary>
    public int Count => Ids.Length;

    /// <summary>The tokens that were found in a text.</summary>
    public static EncodingPart Of(string text, TokenBuffer buffer, int sequence)
    {
        int count = buffer.Count;
        var attention = new bool[count];
        Array.Fill(attention, true);
        (int Leading, int Trailing)?[]? blanks = buffer.Blanks.Count == 0 ? null : new (int Leading, int Trailing)?[count];
        if (blanks is not null)
        {
            foreach ((int at, (int Leading, int Trailing) found) in buffer.Blanks) blanks[at] = found;
        }

        return new EncodingPart
        {
            Text = text,
            Ids = buffer.Ids[..count],
            Offsets = buffer.Offsets[..count],
            Words = buffer.Words[..count],
            TypeIds = Filled(count, sequence),
            Sequences = Filled(count, sequence),
            Added = new bool[count],
            Attention = attention,
            Blanks = blanks,
        };
    }

    /// <summary>Tokens that are in no text.</summary>
    /// <param name="ids">Their ids.</param>
    /// <param name="typeId">Type that the model is told.</param>
    /// <param name="attention">Whether the model is to look at them.</param>
    public static EncodingPart Special(int[] ids, int typeId, bool attention = true)
    {
        bool[] all = new bool[ids.Length], seen = new bool[ids.Length];
        Array.Fill(all, true);
        Array.Fill(seen, attention);
        return new EncodingPart { Ids = ids, Offsets = new TextSpan[ids.Length], Words = Filled(ids.Length, -1), TypeIds = Filled(ids.Length, typeId), Sequences = Filled(ids.Length, -1), Added = all, Attention = seen };
    }

    /// <summary>The same tokens with another type.</summary>
    public EncodingPart WithType(int typeId) => this with { TypeIds = Filled(Count, typeId) };

    /// <summary>Some of the tokens, without what is left over.</summary>
    public EncodingPart Range(int start, int end) => new()
    {
        Text = Text,
        Ids = Ids[start..end],
        Offsets = Offsets[start..end],
        Words = Words[start..end],
        TypeIds = TypeIds[start..end],
        Sequences = Sequences[start..end],
        Added = Added[start..end],
        Attention = Attention[start..end],
        Blanks = Blanks?[start..end],
    };

    /// <summary>Several parts put together. What was left over of one goes with the others, and with what was left over of them.</summary>
    public static EncodingPart Join(IReadOnlyList<EncodingPart> parts)
    {
        var joined = Concat(parts);
        if (parts.All(p => p.Overflowing.Count == 0)) return joined;
        var pairwise = new EncodingPart();
        foreach (EncodingPart part in parts) pairwise = pairwise.JoinedWith(part);
        return pairwise;
    }

    private EncodingPart JoinedWith(EncodingPart other)
    {
        var left = new List<EncodingPart>();
        foreach (EncodingPart mine in Overflowing)
        {
            left.Add(Concat([mine, other]));
            left.AddRange(other.Overflowing.Select(o => Concat([mine, o])));
        }

        left.AddRange(other.Overflowing.Select(o => Concat([this, o])));
        return Concat([this, other]) with { Overflowing = left };
    }

    private static EncodingPart Concat(IReadOnlyList<EncodingPart> parts) => parts.Count == 1 ? parts[0] with { Overflowing = [] } : new()
    {
        Text = parts.Select(p => p.Text).FirstOrDefault(t => t is not null),
        Ids = Concat(parts, p => p.Ids),
        Offsets = Concat(parts, p => p.Offsets),
        Words = Concat(parts, p => p.Words),
        TypeIds = Concat(parts, p => p.TypeIds),
        Sequences = Concat(parts, p => p.Sequences),
        Added = Concat(parts, p => p.Added),
        Attention = Concat(parts, p => p.Attention),
        Blanks = parts.All(p => p.Blanks is null) ? null : Concat(parts, p => p.Blanks ?? new (int Leading, int Trailing)?[p.Count]),
    };

    private static T[] Concat<T>(IReadOnlyList<EncodingPart> parts, Func<EncodingPart, T[]> list)
    {
        var all = new T[parts.Sum(p => p.Count)];
        int at = 0;
        foreach (EncodingPart part in parts)
        {
            list(part).CopyTo(all, at);
            at += part.Count;
        }

        return all;
    }

    private static int[] Filled(int count, int value)
    {
        var filled = new int[count];
        if (value != 0) Array.Fill(filled, value);
        return filled;
    }
}
