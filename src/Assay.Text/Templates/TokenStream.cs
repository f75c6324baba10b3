namespace Assay.Text.Templates;

/// <summary>Tokens, read from front to back.</summary>
/// <param name="tokens">The tokens; the last one is <see cref="TokenKind.End"/>.</param>
internal sealed class TokenStream(List<TemplateToken> tokens)
{
    private int position;
    private int depth;

    /// <summary>The next token, not taken yet.</summary>
    public TemplateToken Current => tokens[position];

    /// <summary>The token after it.</summary>
    public TemplateToken Following => tokens[Math.Min(position + 1, tokens.Count - 1)];

    /// <summary>Takes the next token.</summary>
    /// <returns>It.</returns>
    public TemplateToken Take() => tokens[position < tokens.Count - 1 ? position++ : position];

    /// <summary>Takes the next token when it is this operator.</summary>
    /// <param name="text">The operator.</param>
    /// <returns>Whether it was.</returns>
    public bool TakeIf(string text)
    {
        if (!Current.Is(text)) return false;
        Take();
        return true;
    }

    /// <summary>Takes the next token when it is this name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether it was.</returns>
    public bool TakeIfName(string name)
    {
        if (!Current.IsName(name)) return false;
        Take();
        return true;
    }

    /// <summary>Takes this operator.</summary>
    /// <param name="text">The operator.</param>
    /// <exception cref="TemplateException">Something else follows.</exception>
    public void Expect(string text)
    {
        if (!TakeIf(text)) throw Unexpected($"'{text}'");
    }

    /// <summary>Takes a token of this kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <returns>The token.</returns>
    /// <exception cref="TemplateException">Something else follows.</exception>
    public TemplateToken Expect(TokenKind kind, string what) => Current.Kind == kind ? Take() : throw Unexpected(what);

    /// <summary>The error for what follows.</summary>
    /// <param name="expected">What was expected.</param>
    /// <returns>The exception to throw.</returns>
    public TemplateException Unexpected(string expected) => new(Current.Line, $"expected {expected}, found {Current.Shown()}.");

    /// <summary>Parses something nested, unless it is nested too deeply.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="parse">Parses it.</param>
    /// <returns>It.</returns>
    /// <exception cref="TemplateException">It is nested too deeply.</exception>
    public T Nested<T>(Func<T> parse)
    {
        if (++depth > TemplateLimits.DeepestSource) throw new TemplateException(Current.Line, $"nested deeper than {TemplateLimits.DeepestSource}.");
        T result = parse();
        depth--;
        return result;
    }
}
