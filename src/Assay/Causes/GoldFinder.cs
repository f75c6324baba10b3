using Assay.Arms;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Attribution;
using Assay.Evaluation.Contracts;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Retrieval.Chunking;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Running;
using Assay.Text.Citations;
using Assay.Text.Words;

namespace Assay.Causes;

/// <summary>Where on its way to the model the page was lost that a question names.</summary>
/// <param name="session">The project.</param>
internal sealed class GoldFinder(RunSession session)
{
    /// <summary>How deep ranks are looked for.</summary>
    private const int Depth = 1000;

    /// <summary>Words of an accepted answer that must stand in a page as they are; a longer one may be there in other words.</summary>
    private const int MostWords = 6;

    /// <summary>Answers that pages give in other words.</summary>
    private static readonly HashSet<string> s_verdicts = new(StringComparer.Ordinal) { "yes", "no", "true", "false", "none", "never", "always" };

    private readonly Dictionary<string, HashSet<string>> _words = new(StringComparer.Ordinal);

    /// <summary>What retrieval did for a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="context">What the arm handed over.</param>
    public GoldFacts Find(Question question, ArmContext context)
    {
        if (question.Documents.IsEmpty) return new GoldFacts(GoldPlace.NotNamed);
        Principal? principal = Asker.Of(question);
        Chunk[] pages = [.. Documents(question).SelectMany(d => session.Knowledge.NamedChunks(d, [d], principal))];
        if (pages.Length == 0) return new GoldFacts(GoldPlace.NotIndexed);
        Chunk[] named = [.. Documents(question).SelectMany(d => session.Knowledge.NamedChunks(d, question.Documents, principal))];
        (string[] accepted, bool isWhole) = Accepted(question);
        Chunk[] holding = [.. pages.Where(c => Holds(c.Text, accepted))];
        bool? holds = holding.Length > 0 ? true : isWhole ? false : null;
        if (!context.FromDocuments) return new GoldFacts(GoldPlace.NoSearch, HoldsAnswer: holds);

        // One piece that says it is enough; where none does literally, every named page is needed.
        bool present = holding.Length > 0 ? holding.Any(c => IsIn(c, context)) : named.GroupBy(c => c.DocumentId).All(d => d.Any(c => IsIn(c, context)));
        int? rank = Rank(question, holding.Length > 0 ? holding : named, principal);
        if (present) return new GoldFacts(GoldPlace.Present, rank, holds);
        GoldPlace place = rank is null ? GoldPlace.NotFound : rank <= session.Project.Retrieval.Passages ? GoldPlace.Dropped : GoldPlace.BelowCut;
        return new GoldFacts(place, rank, holds);
    }

    /// <summary>Whether the pages that a question names say what an answer says: all its words that mean something stand there.</summary>
    public bool IsSupported(Question question, string answer)
    {
        string facts = Contract.ParseRecord(answer) is { } record && record[session.Project.Score.AnswerField] is { } field ? field.ToString() : answer;
        string[] words = [.. SquadText.Tokens(CitationMarkers.Strip(facts)).Where(w => !StopWords.Contains(w))];
        return words.Length > 0 && question.Documents.Length > 0 && words.All(Words(question).Contains);
    }

    private HashSet<string> Words(Question question)
    {
        if (_words.TryGetValue(question.Id, out HashSet<string>? words)) return words;
        Principal? principal = Asker.Of(question);
        return _words[question.Id] = [.. Documents(question).SelectMany(d => session.Knowledge.NamedChunks(d, [d], principal)).SelectMany(c => SquadText.Tokens($"{c.Title} {c.HeadingPath} {c.Text}"))];
    }

    private int? Rank(Question question, Chunk[] wanted, Principal? principal)
    {
        HashSet<(string, int)> places = [.. wanted.Select(c => (c.DocumentId, c.Ordinal))];
        IReadOnlyList<Passage> found = session.Knowledge.Search(question.Text, Depth, principal, session.Search.Expansion(question.Text));
        for (int i = 0; i < found.Count; i++) if (places.Contains((found[i].Chunk.DocumentId, found[i].Chunk.Ordinal))) return i + 1;
        return null;
    }

    private static IEnumerable<string> Documents(Question question) => question.Documents.Select(DocumentReference.DocumentId).Distinct(StringComparer.Ordinal);

    private static bool IsIn(Chunk chunk, ArmContext context) => context.Passages.Any(p => p.DocumentId == chunk.DocumentId && (p.Ordinals.IsEmpty || p.Ordinals.Contains(chunk.Ordinal)));

    // Whether it can be told at all that no page says it: an answer in prose or a record is seldom on a page as it is.
    private static (string[] Texts, bool IsWhole) Accepted(Question question)
    {
        string[] texts = [.. question.Answers.Where(a => Contract.ParseRecord(a) is null).Select(a => $" {SquadText.Normalize(CitationMarkers.Strip(a))} ").Where(t => !string.IsNullOrWhiteSpace(t))];
        return (texts, texts.Length > 0 && texts.All(t => t.AsSpan().Trim().Count(' ') < MostWords && !s_verdicts.Contains(t.Trim())));
    }

    private static bool Holds(string text, string[] accepted)
    {
        string normal = $" {SquadText.Normalize(text)} ";
        return accepted.Any(a => normal.Contains(a, StringComparison.Ordinal));
    }
}
