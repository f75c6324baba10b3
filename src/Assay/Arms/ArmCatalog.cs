using System.Collections.Immutable;
using Assay.Answerability;
using Assay.Knowledge;
using Assay.Retrieval.Search.Expansion;

namespace Assay.Arms;

/// <summary>The arms there are. A new arm is one class in this folder and one line here.</summary>
public static class ArmCatalog
{
    /// <summary>The model alone.</summary>
    public const string Prompt = "prompt";

    /// <summary>The model with retrieved passages.</summary>
    public const string Rag = "rag";

    /// <summary>The model with gold passages.</summary>
    public const string Oracle = "oracle";

    /// <summary>The model with whole documents.</summary>
    public const string LongContext = "long-context";

    /// <summary>Every name, in the order of reports.</summary>
    public static ImmutableArray<string> Names { get; } = [Prompt, Rag, Oracle, LongContext];

    /// <summary>Makes an arm.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="knowledge">What arms retrieve from.</param>
    /// <param name="longContextTokens">Tokens of documents the long-context arm may use.</param>
    /// <param name="expansion">What a model adds to a question before it is searched for; gives null for nothing.</param>
    /// <param name="gate">Withholds answers of the rag arm; null when every question is answered.</param>
    /// <returns>The arm.</returns>
    public static IArm Create(string name, KnowledgeBase knowledge, int longContextTokens, Func<string, ExpandedQuery?> expansion, AnswerGate? gate = null) => name switch
    {
        Prompt => new PromptArm(),
        Rag => new RagArm(knowledge, expansion, gate),
        Oracle => new OracleArm(knowledge),
        LongContext => new LongContextArm(knowledge, longContextTokens),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"Not an arm. Valid: {string.Join(", ", Names)}."),
    };
}
