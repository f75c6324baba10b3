using System.Collections.Immutable;
using Assay.Models.Training;
using Assay.Text;

namespace Assay.Tuning.Contrastive;

/// <summary>One thing to learn: a query and a passage that answers it, and passages that do not.</summary>
/// <param name="Line">Where its example stands.</param>
/// <param name="Query">The query's number.</param>
/// <param name="Positive">The passage's number.</param>
/// <param name="Negatives">Numbers of the others.</param>
internal sealed record SearchPair(int Line, int Query, int Positive, int[] Negatives);

/// <summary>Queries and passages of examples, each text once, and which answers which: what one example says of a query and a passage holds in all.</summary>
/// <param name="readQuery">Makes tokens of a query.</param>
/// <param name="readPassage">Makes tokens of a passage.</param>
internal sealed class SearchTexts(Func<string, TrainingText> readQuery, Func<string, TrainingText> readPassage)
{
    private readonly Dictionary<string, int> queries = new(StringComparer.Ordinal), passages = new(StringComparer.Ordinal);
    private readonly HashSet<(int Query, int Passage)> answers = [];

    /// <summary>Every query.</summary>
    public List<TrainingText> Queries { get; } = [];

    /// <summary>Every passage.</summary>
    public List<TrainingText> Passages { get; } = [];

    /// <summary>Whether an example says that a passage answers a query.</summary>
    public bool Answers(int query, int passage) => answers.Contains((query, passage));

    /// <summary>Takes up examples: one pair for each positive.</summary>
    public SearchPair[] Add(ImmutableArray<ContrastiveExample> examples)
    {
        if (examples.IsDefaultOrEmpty) return [];
        List<SearchPair> pairs = [];
        foreach (ContrastiveExample example in examples.Select(e => e.WithoutContradictions()))
        {
            int query = Number(queries, Queries, example.Query, readQuery);
            int[] negatives = [.. example.Negatives.Distinct(StringComparer.Ordinal).Select(n => Number(passages, Passages, n, readPassage))];
            foreach (string positive in example.Positives.Distinct(StringComparer.Ordinal))
            {
                int passage = Number(passages, Passages, positive, readPassage);
                answers.Add((query, passage));
                pairs.Add(new SearchPair(example.Line, query, passage, negatives));
            }
        }

        return [.. pairs];
    }

    /// <summary>There are no pairs.</summary>
    public static InputException Nothing() => new(new Problem("examples", null, "there is nothing to learn: no example has a query and a passage that answers it."));

    private static int Number(Dictionary<string, int> numbers, List<TrainingText> texts, string text, Func<string, TrainingText> read)
    {
        if (numbers.TryGetValue(text, out int number)) return number;
        numbers.Add(text, texts.Count);
        texts.Add(read(text));
        return texts.Count - 1;
    }
}
