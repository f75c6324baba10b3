namespace Assay.Tuning.Synthesis;

/// <summary>What a question was made by.</summary>
public enum QuestionTemplate
{
    /// <summary>A heading that asks.</summary>
    Heading,

    /// <summary>A pair of question and answer that stands in the passage.</summary>
    Pair,

    /// <summary>A sentence that says what something is.</summary>
    Definition,

    /// <summary>A row of a table.</summary>
    Row,

    /// <summary>A heading that announces instructions.</summary>
    HowTo,

    /// <summary>Any other heading, and what stands first under it.</summary>
    Opening,

    /// <summary>A chat model.</summary>
    Model,
}
