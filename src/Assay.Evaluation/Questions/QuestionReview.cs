namespace Assay.Evaluation.Questions;

/// <summary>What a person said of a question that no person wrote.</summary>
public enum QuestionReview
{
    /// <summary>Nothing yet, or a person wrote it.</summary>
    None,

    /// <summary>It is right.</summary>
    Accepted,

    /// <summary>It is not to be used.</summary>
    Rejected,
}
