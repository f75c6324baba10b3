using System.Collections.Immutable;

namespace Assay.Arms;

/// <summary>The arms there are. A new arm is one class in this folder and one line here.</summary>
public static class ArmCatalog
{
    /// <summary>The model alone.</summary>
    public const string Prompt = "prompt";

    /// <summary>The model with retrieved passages.</summary>
    public const string Rag = "rag";

    /// <summary>A trained model alone.</summary>
    public const string FineTuned = "fine-tuned";

    /// <summary>A trained model with retrieved passages where they are needed.</summary>
    public const string Hybrid = "hybrid";

    /// <summary>The model with gold passages.</summary>
    public const string Oracle = "oracle";

    /// <summary>The model with whole documents.</summary>
    public const string LongContext = "long-context";

    /// <summary>Every name, in the order of reports.</summary>
    public static ImmutableArray<string> Names { get; } = [Prompt, Rag, FineTuned, Hybrid, Oracle, LongContext];

    /// <summary>Whether an arm answers with a trained version instead of the project's model.</summary>
    /// <param name="name">The arm.</param>
    /// <returns>True for <c>fine-tuned</c> and <c>hybrid</c>.</returns>
    public static bool IsTuned(string name) => name is FineTuned or Hybrid;

    /// <summary>Whether an arm can work without any document.</summary>
    /// <param name="name">The arm.</param>
    /// <returns>True for <c>prompt</c> and <c>fine-tuned</c>.</returns>
    public static bool IsWithoutDocuments(string name) => name is Prompt or FineTuned;

    /// <summary>Makes an arm.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="parts">What arms are made of.</param>
    /// <returns>The arm.</returns>
    public static IArm Create(string name, ArmParts parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return name switch
        {
            Prompt => new PromptArm(),
            Rag => new RagArm(parts.Knowledge, parts.Expansion, parts.Gate) { Tables = parts.Tables },
            FineTuned => new FineTunedArm(),
            Hybrid => new HybridArm(parts.Knowledge, parts.Expansion, parts.Router ?? RetrievalRouter.Never(parts.Knowledge)) { Tables = parts.Tables },
            Oracle => new OracleArm(parts.Knowledge),
            LongContext => new LongContextArm(parts.Knowledge, parts.LongContextTokens),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"Not an arm. Valid: {string.Join(", ", Names)}."),
        };
    }
}
