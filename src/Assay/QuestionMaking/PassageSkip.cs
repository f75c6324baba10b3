namespace Assay.QuestionMaking;

/// <summary>Why no question is made of a passage.</summary>
public enum PassageSkip
{
    /// <summary>It says too little.</summary>
    TooShort,

    /// <summary>It is no text that people read.</summary>
    NotText,

    /// <summary>It leads to other pages.</summary>
    Navigation,

    /// <summary>It is a licence or another text of lawyers that stands everywhere.</summary>
    Legal,

    /// <summary>It lists what was changed when.</summary>
    ChangeLog,
}
