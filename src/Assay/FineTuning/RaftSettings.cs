using Assay.Retrieval.Permissions;
using Assay.Tuning.Synthesis;

namespace Assay.FineTuning;

/// <summary>How retrieval-aware examples are made.</summary>
public sealed record RaftSettings
{
    /// <summary>Passages, share without gold, seed.</summary>
    public RaftOptions Options { get; init; } = new();

    /// <summary>Whether the answer stays where its gold passages are left out, so that it is learned by heart; otherwise the project's abstention is learned there.</summary>
    /// <value>false</value>
    public bool KeepsAnswer { get; init; }

    /// <summary>Whether questions are asked with the instructions that an untrained model gets; otherwise as the project's examples are, which is how a model trained on them is asked.</summary>
    /// <value>false; ignored in a project without examples, which has the instructions alone</value>
    public bool Instructed { get; init; }

    /// <summary>On whose behalf is searched: what they may read is shown to whoever uses the trained model. Null for what everyone may read.</summary>
    public Principal? Principal { get; init; }
}
