namespace Assay.Text.Analysis;

/// <summary>What a term is in the text it came from.</summary>
public enum TermKind : byte
{
    /// <summary>A word by itself, stemmed.</summary>
    Word,

    /// <summary>A compound (<c>FL-4012</c>, <c>getUserName</c>, <c>e-mail</c>) with its parts written together.</summary>
    Whole,

    /// <summary>One part of a compound; the compound's <see cref="Whole"/> came just before, unless it was too long for a term.</summary>
    Part,

    /// <summary>A number by itself, without digit grouping and with a full stop before its decimals.</summary>
    Number,

    /// <summary>Two neighbouring characters of a script that does not space its words, or one such character standing alone.</summary>
    Bigram,
}
