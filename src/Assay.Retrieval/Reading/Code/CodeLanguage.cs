namespace Assay.Retrieval.Reading.Code;

/// <summary>What has to be known of a language with braces to find its declarations.</summary>
/// <param name="Name">Its name.</param>
internal sealed record CodeLanguage(string Name)
{
    /// <summary>C#.</summary>
    public static CodeLanguage CSharp { get; } = new("csharp") { HasVerbatim = true, HasTripleQuotes = true };

    /// <summary>TypeScript and JavaScript.</summary>
    public static CodeLanguage Script { get; } = new("javascript") { HasTemplates = true, HasPatterns = true, HasApostropheStrings = true, EndsAtLines = true };

    /// <summary>Java.</summary>
    public static CodeLanguage Java { get; } = new("java") { HasTripleQuotes = true };

    /// <summary>Go.</summary>
    public static CodeLanguage Go { get; } = new("go") { HasTemplates = true, EndsAtLines = true };

    /// <summary>Rust.</summary>
    public static CodeLanguage Rust { get; } = new("rust") { HasLifetimes = true };

    /// <summary>C and C++.</summary>
    public static CodeLanguage C { get; } = new("cpp") { HasDirectives = true };

    /// <summary>Whether <c>@"…"</c> is a string without escapes.</summary>
    public bool HasVerbatim { get; private init; }

    /// <summary>Whether three quotation marks begin a string of several lines.</summary>
    public bool HasTripleQuotes { get; private init; }

    /// <summary>Whether strings may stand between backquotes.</summary>
    public bool HasTemplates { get; private init; }

    /// <summary>Whether <c>/…/</c> may be a regular expression.</summary>
    public bool HasPatterns { get; private init; }

    /// <summary>Whether apostrophes stand around strings instead of single characters.</summary>
    public bool HasApostropheStrings { get; private init; }

    /// <summary>Whether an apostrophe may begin the name of a lifetime.</summary>
    public bool HasLifetimes { get; private init; }

    /// <summary>Whether lines that begin with <c>#</c> are for a preprocessor.</summary>
    public bool HasDirectives { get; private init; }

    /// <summary>Whether a statement may end with its line.</summary>
    public bool EndsAtLines { get; private init; }
}
