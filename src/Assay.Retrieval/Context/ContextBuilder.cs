using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Search;
using Assay.Retrieval.Tracing;
using Assay.Text;

namespace Assay.Retrieval.Context;

/// <summary>Turns search results into the numbered context of a prompt.</summary>
/// <remarks>The same results and options give the same context; nothing is kept between calls.</remarks>
public static class ContextBuilder
{
    /// <summary>
    /// The passages that fit the budget, numbered in rank order. Texts that occur twice, exactly or nearly, stay once; chunks that follow each other under one
    /// heading become one passage at the better rank, without the text they share; passages that contradict each other's figures say so. Passages are whole.
    /// </summary>
    /// <param name="passages">Search results, best first.</param>
    /// <param name="options">Budget and rules.</param>
    /// <param name="countTokens">Tokens of a text by the model's tokenizer or an estimate.</param>
    /// <param name="trace">Told what went in and what did not; null for nobody.</param>
    /// <returns>Empty when there are no passages or none fits the budget.</returns>
    /// <exception cref="InputException">The options are out of range; lists every problem.</exception>
    public static ImmutableArray<ContextPassage> Build(IReadOnlyList<Passage> passages, ContextOptions options, Func<string, int> countTokens, TraceBuilder? trace = null)
    {
        ArgumentNullException.ThrowIfNull(passages);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(countTokens);
        if (options.Validate() is { Count: > 0 } problems) throw new InputException(problems);
        long started = trace?.Start() ?? 0;
        var work = new Work(options, countTokens);
        Dictionary<int, int> superseded = work.Superseded(passages);
        for (int i = 0; i < passages.Count; i++)
        {
            if (superseded.TryGetValue(i, out int by)) work.Drop(passages[i], i, DropReason.Superseded, passages[by]);
            else work.Take(passages[i], i);
        }

        ImmutableArray<ContextPassage> built = work.Finish(passages);
        trace?.Context(new ContextTrace(
            [.. built.Select(p => new TracePassage(p.Number, p.DocumentId, p.Slug, p.Ordinals, p.Span, p.ContentHash, p.Text) { Place = p.Place, Conflicts = p.Conflicts.Length > 0 })],
            [.. work.Drops], built.Sum(p => countTokens(ContextText.RenderOne(p))), options.MaxTokens, trace.Elapsed(started)));
        return built;
    }

    /// <summary>One context while it is made.</summary>
    private sealed class Work(ContextOptions options, Func<string, int> countTokens)
    {
        private readonly ConflictFinder _conflicts = new();
        private readonly List<(Passage Passage, Shingles Shingles)> _kept = [];
        private ContextGroups _groups = new(options, countTokens);
        private bool _full;

        public List<TraceDrop> Drops { get; } = [];

        /// <summary>Passages that a newer version of the same text replaces, with the place of the newest such version.</summary>
        public Dictionary<int, int> Superseded(IReadOnlyList<Passage> passages)
        {
            var by = new Dictionary<int, int>();
            if (options.Conflicts != ConflictRule.Newest || options.Updated is null) return by;
            ContextPassage[] alone = [.. passages.Select(_groups.Single)];
            for (int i = 0; i < alone.Length; i++)
            {
                for (int j = 0; j < alone.Length; j++)
                {
                    if (alone[i].Updated is not { } older || alone[j].Updated is not { } newer || newer <= older) continue;
                    if (by.TryGetValue(i, out int known) && alone[known].Updated >= newer) continue;
                    if (_conflicts.Find(alone[i], alone[j]) is { SameVersion: true }) by[i] = j;
                }
            }

            return by;
        }

        public void Take(Passage passage, int index)
        {
            var shingles = new Shingles(passage.Chunk.Text);
            foreach ((Passage kept, Shingles other) in _kept)
            {
                bool same = kept.Chunk.Text == passage.Chunk.Text;
                double share = same ? 1 : shingles.ShareIn(other);
                if (!same && !(share >= options.NearDuplicate && shingles.FiguresIn(other))) continue;
                Drop(passage, index, same ? DropReason.Duplicate : DropReason.NearDuplicate, kept, share, "similarity");
                return;
            }

            ContextGroups extended = _groups.With(passage);
            if (_full || extended.Tokens > options.MaxTokens)
            {
                Drop(passage, index, DropReason.OverBudget, null, extended.Tokens - options.MaxTokens, "tokens");
                _full |= !options.SkipsOversized;
                return;
            }

            _groups = extended;
            _kept.Add((passage, shingles));
        }

        public void Drop(Passage passage, int index, DropReason reason, Passage? inFavourOf = null, double? gap = null, string unit = "") =>
            Drops.Add(new TraceDrop(passage.Chunk.DocumentId, passage.Chunk.Ordinal, reason, passage.Score, index + 1)
            {
                InFavourOf = inFavourOf is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{inFavourOf.Chunk.DocumentId}@{inFavourOf.Chunk.Ordinal}"),
                Gap = gap,
                Unit = unit,
            });

        /// <summary>The numbered passages with their conflicts; those too cost tokens, so the last passage may have to go.</summary>
        public ImmutableArray<ContextPassage> Finish(IReadOnlyList<Passage> passages)
        {
            ImmutableArray<ContextPassage> plain = _groups.Passages;
            while (true)
            {
                ImmutableArray<ContextPassage> marked = Mark(plain);
                int over = marked.Sum(p => countTokens(ContextText.RenderOne(p))) - options.MaxTokens;
                if (over <= 0 || marked.Length == 0 || marked.All(p => p.Conflicts.Length == 0)) return marked;
                foreach (int ordinal in marked[^1].Ordinals)
                {
                    int index = IndexOf(passages, marked[^1].DocumentId, ordinal);
                    Drop(passages[index], index, DropReason.OverBudget, null, over, "tokens");
                }

                plain = plain[..^1];
            }
        }

        private ImmutableArray<ContextPassage> Mark(ImmutableArray<ContextPassage> passages)
        {
            var hints = passages.Select(_ => ImmutableArray.CreateBuilder<ConflictHint>()).ToArray();
            for (int i = 0; i < passages.Length; i++)
            {
                for (int j = i + 1; j < passages.Length; j++)
                {
                    if (_conflicts.Find(passages[i], passages[j]) is not { } found) continue;
                    hints[i].Add(new ConflictHint(j + 1, found.First, found.Second, IsOlder(passages[i], passages[j])));
                    hints[j].Add(new ConflictHint(i + 1, found.Second, found.First, IsOlder(passages[j], passages[i])));
                }
            }

            return [.. passages.Select((p, i) => hints[i].Count == 0 ? p : p with { Conflicts = hints[i].ToImmutable() })];
        }

        private bool IsOlder(ContextPassage one, ContextPassage other) => options.Conflicts == ConflictRule.Newest && one.Updated < other.Updated;

        private static int IndexOf(IReadOnlyList<Passage> passages, string document, int ordinal)
        {
            int index = 0;
            while (passages[index].Chunk.DocumentId != document || passages[index].Chunk.Ordinal != ordinal) index++;
            return index;
        }
    }
}
