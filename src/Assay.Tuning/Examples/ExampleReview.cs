namespace Assay.Tuning.Examples;

/// <summary>What a person said of an example that was made and not written by hand.</summary>
public enum ExampleReview
{
    /// <summary>Nothing yet.</summary>
    None,

    /// <summary>It is right.</summary>
    Accepted,

    /// <summary>It is not to be trained on.</summary>
    Rejected,
}
