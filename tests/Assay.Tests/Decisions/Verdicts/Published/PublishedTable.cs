using System.Collections.Immutable;

namespace Assay.Tests.Decisions.Verdicts.Published;

/// <summary>Published scores of several arms on the same questions.</summary>
/// <param name="Name">Table and task.</param>
/// <param name="Arms">Score of each arm, in [0, 1].</param>
/// <param name="Questions">Numbers of questions to try: the published one, or 100, 300 and 1,000 where none is given.</param>
internal sealed record PublishedTable(string Name, ImmutableArray<(string Arm, double Score)> Arms, ImmutableArray<int> Questions)
{
    private static readonly ImmutableArray<int> s_notGiven = [100, 300, 1_000];

    /// <summary>Answers to each question, which then is a cluster.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>Spread of graded scores before they are cut at 0 and 1; null: right or wrong.</summary>
    public double? Spread { get; init; }

    /// <summary>The arm with the highest score.</summary>
    public string Winner => Arms.MaxBy(a => a.Score).Arm;

    /// <summary>The tables.</summary>
    /// <remarks>
    /// A: Ovadia et al., arXiv 2312.05934, current events, 910 questions with four choices. B: Zhang et al., RAFT, arXiv 2403.10131, table 1, percent. C: OpenAI, Optimizing LLM Accuracy, Icelandic corrections, BLEU, taken as
    /// graded scores with a spread of 20 points. E: MedQA-USMLE, arXiv 2604.23801, 1,273 questions three times; the tuned model with retrieval is 1.9 points below the tuned one.
    /// </remarks>
    public static ImmutableArray<PublishedTable> All { get; } =
    [
        Events("A Mistral-7B", 0.481, 0.875, 0.504, 0.588, 0.810, 0.830),
        Events("A Llama2-7B", 0.353, 0.585, 0.219, 0.392, 0.326, 0.520),
        Events("A Orca2-7B", 0.456, 0.876, 0.511, 0.566, 0.820, 0.826),
        Raft("B PubMed", 56.5, 58.8, 59.7, 71.6, 73.30, 71.60),
        Raft("B HotpotQA", 0.54, 0.03, 6.38, 4.41, 35.28, 41.5),
        Raft("B HuggingFace", 0.22, 26.43, 61.06, 42.59, 74.00, 29.08),
        Raft("B TorchHub", 0, 8.60, 84.94, 82.80, 84.95, 60.21),
        Raft("B TensorFlow", 0, 43.06, 86.56, 60.29, 86.86, 65.59),
        new("C Icelandic", [("GPT-4", 0.62), ("GPT-4 3-shot", 0.70), ("GPT-3.5 tuned", 0.78), ("GPT-4 tuned", 0.87), ("GPT-4 tuned + RAG", 0.83)], s_notGiven) { Spread = 0.2 },
        new("E MedQA", [("Gemma3-4B", 0.464), ("MedGemma-4B", 0.533), ("MedGemma-4B + RAG", 0.514)], [1_273]) { Repeats = 3 },
    ];

    private static PublishedTable Events(string name, params double[] scores) =>
        new(name, [.. new[] { "base", "RAG", "FT-reg", "FT-par", "FT-reg + RAG", "FT-par + RAG" }.Zip(scores)], [910]);

    private static PublishedTable Raft(string name, params double[] percent) =>
        new(name, [.. new[] { "Llama2-7B", "Llama2-7B + RAG", "DSF", "DSF + RAG", "RAFT", "GPT-3.5 + RAG" }.Zip(percent.Select(p => p / 100))], s_notGiven);
}
