namespace Assay.Evaluation.Questions.Making;

/// <summary>What a made question asks of whoever answers it.</summary>
public enum MadeKind
{
    /// <summary>One passage answers it.</summary>
    Answerable,

    /// <summary>It takes passages of two documents.</summary>
    MultiPage,

    /// <summary>A cell of a table answers it.</summary>
    Table,

    /// <summary>A number with its unit answers it.</summary>
    Numeric,

    /// <summary>The documents do not answer it.</summary>
    Unanswerable,

    /// <summary>Another question in other words.</summary>
    Paraphrase,

    /// <summary>Another question with slips of the keyboard.</summary>
    Typo,
}
