namespace Assay.Retrieval.Answering;

/// <summary>What a question asks for, as far as its wording tells.</summary>
internal enum AnswerKind
{
    /// <summary>Anything (what, which, how, why).</summary>
    Any,

    /// <summary>A person or an organisation.</summary>
    Name,

    /// <summary>A place: a name, as a rule after a preposition of place.</summary>
    Place,

    /// <summary>A year, a date, a century.</summary>
    Date,

    /// <summary>A number in digits or words.</summary>
    Number,

    /// <summary>A number with a currency.</summary>
    Money,

    /// <summary>A number with a percent sign or a fraction.</summary>
    Share,

    /// <summary>A number with a unit of time.</summary>
    Duration,

    /// <summary>A reason.</summary>
    Reason,
}
