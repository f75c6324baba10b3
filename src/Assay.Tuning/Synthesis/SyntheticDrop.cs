namespace Assay.Tuning.Synthesis;

/// <summary>Why something did not become an example.</summary>
public enum SyntheticDrop
{
    /// <summary>The row is not one question and one answer.</summary>
    NoQuestion,

    /// <summary>It is a question of the evaluation, or nearly one.</summary>
    Leak,

    /// <summary>No passage that may be read holds the answer.</summary>
    NoGold,

    /// <summary>The search finds no other passage.</summary>
    NoDistractors,

    /// <summary>The passages do not fit the context together.</summary>
    NoRoom,

    /// <summary>A search for the question does not find the passage that it is from.</summary>
    NotFound,

    /// <summary>A second answer differs from the first.</summary>
    Disagreement,

    /// <summary>The answer is not what the contract wants, or does not cite what it rests on.</summary>
    Contract,

    /// <summary>It repeats another example, or one that is there already.</summary>
    Duplicate,

    /// <summary>More were made than wanted.</summary>
    TooMany,
}
