namespace Assay.Text.Tokenizers.Decoders;

/// <summary>Joins continuing tokens to what they continue and puts spaces between the others.</summary>
/// <param name="prefix">What continuing tokens start with.</param>
/// <param name="cleanUp">Take spaces before punctuation and English contractions away.</param>
internal sealed class WordPieceDecoder(string prefix, bool cleanUp) : EachTokenDecoder
{
    private static readonly (string From, string To)[] Artifacts =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"), (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <summary>Takes spaces before punctuation and English contractions away.</summary>
    public static string CleanUp(string text)
    {
        foreach ((string from, string to) in Artifacts) text = text.Replace(from, to, StringComparison.Ordinal);
        return text;
    }

    /// <inheritdoc/>
    protected override string Change(string token, bool isFirst)
    {
        string text = isFirst ? token : token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..] : " " + token;
        return cleanUp ? CleanUp(text) : text;
    }
}

/// <summary>Drops repetitions and padding, as the output of speech models needs it.</summary>
/// <param name="padToken">Dropped.</param>
/// <param name="wordDelimiter">Becomes a space, when cleaning up.</param>
/// <param name="cleanUp">Clean up as WordPiece does.</param>
internal sealed class CtcDecoder(string padToken, string wordDelimiter, bool cleanUp) : TokenDecoder
{
    /// <inheritdoc/>
    public override List<string> Decode(List<string> tokens)
    {
        var decoded = new List<string>(tokens.Count);
        for (int i = 0; i < tokens.Count; i++)
        {
            if (i > 0 && tokens[i] == tokens[i - 1]) continue;
            string text = Clean(tokens[i]);
            if (text.Length > 0) decoded.Add(text);
        }

        return decoded;
    }

    /// <inheritdoc/>
    public override DecoderStream Begin() => new CtcStream(Clean);

    private string Clean(string token)
    {
        string text = token.Replace(padToken, "", StringComparison.Ordinal);
        return cleanUp ? WordPieceDecoder.CleanUp(text).Replace(wordDelimiter, " ", StringComparison.Ordinal) : text;
    }
}
