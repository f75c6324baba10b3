namespace Assay.Evaluation.Questions.Drift;

/// <summary>How traffic is compared with a question set.</summary>
public sealed record DriftOptions
{
    /// <summary>From which similarity of their words on two questions are near: the cosine of their words, rare ones weighing more. They share two words besides.</summary>
    /// <value>0.45; 0 to 1.</value>
    public double NearWords { get; init; } = 0.45;

    /// <summary>Fewer distinct questions of traffic say nothing.</summary>
    /// <value>20</value>
    public int LeastTraffic { get; init; } = 20;

    /// <summary>Most topics.</summary>
    /// <value>12; 2 or more.</value>
    public int MostTopics { get; init; } = 12;

    /// <summary>Most questions proposed.</summary>
    /// <value>30; 1 or more.</value>
    public int MostProposed { get; init; } = 30;

    /// <summary>Draws where the topics begin.</summary>
    /// <value>0</value>
    public ulong Seed { get; init; }
}
