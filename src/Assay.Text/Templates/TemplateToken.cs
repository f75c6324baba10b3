namespace Assay.Text.Templates;

/// <summary>What a token of a template is.</summary>
internal enum TokenKind
{
    /// <summary>Text outside of tags.</summary>
    Data,

    /// <summary><c>{{</c>.</summary>
    OutputBegin,

    /// <summary><c>}}</c>.</summary>
    OutputEnd,

    /// <summary><c>{%</c>.</summary>
    BlockBegin,

    /// <summary><c>%}</c>.</summary>
    BlockEnd,

    /// <summary>A name or keyword.</summary>
    Name,

    /// <summary>A text in quotes; <see cref="TemplateToken.Text"/> is its content.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number with point or exponent.</summary>
    Real,

    /// <summary>An operator or bracket.</summary>
    Operator,

    /// <summary>After the last token.</summary>
    End,
}

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text.</param>
/// <param name="Line">1-based line where it begins.</param>
internal readonly record struct TemplateToken(TokenKind Kind, string Text, int Line)
{
    /// <summary>Whether it is this operator.</summary>
    /// <param name="text">The operator.</param>
    /// <returns>True if so.</returns>
    public bool Is(string text) => Kind == TokenKind.Operator && Text == text;

    /// <summary>Whether it is this name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>True if so.</returns>
    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    /// <summary>The token as messages show it.</summary>
    /// <returns>Its text in quotes, or what it is.</returns>
    public string Shown() => Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.BlockEnd => "'%}'",
        TokenKind.OutputEnd => "'}}'",
        _ => $"'{(Text.Length > 40 ? Text[..40] + "…" : Text)}'",
    };
}
