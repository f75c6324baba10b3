namespace Assay.Decisions.Requirements;

/// <summary>What a product's model lacks. <see cref="Knowledge"/> is looked up; <see cref="Latency"/> and <see cref="Cost"/> are economy; the others are behaviour.</summary>
public enum Goal
{
    /// <summary>Facts that stand in documents.</summary>
    Knowledge,

    /// <summary>A layout that every answer has.</summary>
    Format,

    /// <summary>A voice or style.</summary>
    Tone,

    /// <summary>Fields and labels that programs read.</summary>
    Schema,

    /// <summary>A domain's way to come from a case to a conclusion.</summary>
    Reasoning,

    /// <summary>A domain's words, codes or dialect.</summary>
    Vocabulary,

    /// <summary>Steps, tools and escalations in a fixed order.</summary>
    Workflow,

    /// <summary>Faster answers.</summary>
    Latency,

    /// <summary>Cheaper answers.</summary>
    Cost,
}
