using System.Collections.Immutable;

namespace Assay.Tuning.Examples.Checks;

/// <summary>Examples to train on and examples to measure on, which share no source.</summary>
/// <param name="Training">To train on, in the order given.</param>
/// <param name="HeldOut">To measure on, in the order given.</param>
/// <param name="Groups">How many groups there are that must stay together.</param>
/// <param name="LargestGroup">Examples in the largest of them.</param>
public sealed record ExampleSplit(ImmutableArray<ChatExample> Training, ImmutableArray<ChatExample> HeldOut, int Groups, int LargestGroup)
{
    /// <summary>Splits examples by what they come from: their documents, group and source, and near copies of each other.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <returns>
    /// Groups are held out in an order that seed and contents give, as long as they fit the share; the order of the rows does not matter. Nothing is held out where no group is small
    /// enough: <see cref="LargestGroup"/> tells.
    /// </returns>
    public static ExampleSplit Of(IReadOnlyList<ChatExample> examples, SplitOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        options ??= new SplitOptions();
        options.Check();
        int[] parent = [.. Enumerable.Range(0, examples.Count)];
        ComparedExample[] rows = [.. examples.Select(e => new ComparedExample(e))];
        QuotedDocuments quoted = new(options.Documents);
        Dictionary<string, int> holders = new(StringComparer.Ordinal);
        for (int i = 0; i < rows.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (string origin in Origins(examples[i], quoted))
            {
                if (!holders.TryAdd(origin, i)) Unite(parent, holders[origin], i);
            }
        }

        foreach ((int first, int second) in DuplicateFinder.Near(rows, options.Duplicates, cancellationToken)) Unite(parent, first, second);
        return Choose(examples, rows, [.. Enumerable.Range(0, rows.Length).GroupBy(i => Root(parent, i)).Select(g => g.ToArray())], options);
    }

    private static ExampleSplit Choose(IReadOnlyList<ChatExample> examples, ComparedExample[] rows, int[][] groups, SplitOptions options)
    {
        int room = (int)Math.Round(options.HeldOutShare * examples.Count, MidpointRounding.AwayFromZero);
        HashSet<int> held = [];
        foreach (int[] group in groups.OrderBy(g => g.Min(i => WordList.Mix(rows[i].WholeKey ^ WordList.Mix(options.Seed)))))
        {
            if (held.Count + group.Length <= room) held.UnionWith(group);
        }

        return new ExampleSplit([.. examples.Where((_, i) => !held.Contains(i))], [.. examples.Where((_, i) => held.Contains(i))], groups.Length, groups.Length == 0 ? 0 : groups.Max(g => g.Length));
    }

    private static IEnumerable<string> Origins(ChatExample example, QuotedDocuments quoted)
    {
        foreach (string document in quoted.Of(example)) yield return $"document {document}";
        if (!string.IsNullOrWhiteSpace(example.Group)) yield return $"group {example.Group}";
        if (!string.IsNullOrWhiteSpace(example.Source)) yield return $"source {example.Source}";
    }

    private static int Root(int[] parent, int at)
    {
        while (parent[at] != at) at = parent[at] = parent[parent[at]];
        return at;
    }

    private static void Unite(int[] parent, int a, int b)
    {
        (int left, int right) = (Root(parent, a), Root(parent, b));
        parent[Math.Max(left, right)] = Math.Min(left, right);
    }
}
