using System.Collections.Immutable;

namespace Assay.Retrieval.Tracing;

/// <summary>Collects a <see cref="SearchTrace"/> while a search runs.</summary>
/// <remarks>
/// Handed around as <c>TraceBuilder?</c>: null when nobody wants a trace. Call it as <c>trace?.Stage(...)</c>; C# then does not even evaluate the
/// arguments, so an untraced search pays one comparison a stage. Not safe for several threads: record a stage after its parallel part.
/// </remarks>
/// <param name="query">What the user typed.</param>
/// <param name="timeProvider">Times the stages.</param>
public sealed class TraceBuilder(string query, TimeProvider timeProvider)
{
    private readonly ImmutableArray<TraceTerm>.Builder _terms = ImmutableArray.CreateBuilder<TraceTerm>();
    private readonly ImmutableArray<FilterTrace>.Builder _filters = ImmutableArray.CreateBuilder<FilterTrace>();
    private readonly ImmutableArray<StageTrace>.Builder _stages = ImmutableArray.CreateBuilder<StageTrace>();
    private ContextTrace? _context;
    private AnswerTrace? _answer;

    /// <summary>Most hits kept of one stage; 1 or more.</summary>
    /// <value>100; <c>--why-not</c> keeps all.</value>
    public int MaxHits { get; init; } = 100;

    /// <summary>Who asks; empty for nobody named.</summary>
    public string Asker { get; init; } = "";

    /// <summary>Last journal entry of the store searched.</summary>
    public long Generation { get; set; }

    /// <summary>Now, for <see cref="Stage"/>.</summary>
    /// <returns>A time stamp of the clock.</returns>
    public long Start() => timeProvider.GetTimestamp();

    /// <summary>Notes a term that is searched for.</summary>
    /// <param name="term">The term.</param>
    public void Term(TraceTerm term) => _terms.Add(term);

    /// <summary>Notes a filter.</summary>
    /// <param name="filter">The filter.</param>
    public void Filter(FilterTrace filter) => _filters.Add(filter);

    /// <summary>Notes what a stage did. The time ends when this is called, before <paramref name="hits"/> is enumerated.</summary>
    /// <param name="name">Name of the stage.</param>
    /// <param name="started">From <see cref="Start"/>.</param>
    /// <param name="hits">What it handed on, best first; enumerated up to <see cref="MaxHits"/>, so pass a lazy sequence.</param>
    /// <param name="found">How many it handed on.</param>
    /// <param name="dropped">What it did not hand on; null for nothing noted.</param>
    public void Stage(string name, long started, IEnumerable<TraceHit> hits, int found, IEnumerable<TraceDrop>? dropped = null)
    {
        ArgumentNullException.ThrowIfNull(hits);
        double elapsedMs = Elapsed(started);
        _stages.Add(new StageTrace(name, [.. hits.Take(MaxHits)], found, elapsedMs) { Dropped = dropped is null ? [] : [.. dropped.Take(MaxHits)] });
    }

    /// <summary>Notes a stage that did not run.</summary>
    /// <param name="name">Name of the stage.</param>
    /// <param name="note">Why, in words for a user.</param>
    public void Skipped(string name, string note) => _stages.Add(new StageTrace(name, [], 0, 0) { Note = note });

    /// <summary>Adds what a reader should know to the stage that was noted last.</summary>
    /// <param name="note">In words for a user.</param>
    public void Note(string note) => _stages[^1] = _stages[^1] with { Note = note };

    /// <summary>Milliseconds since <paramref name="started"/>.</summary>
    /// <param name="started">From <see cref="Start"/>.</param>
    /// <returns>0 or more.</returns>
    public double Elapsed(long started) => timeProvider.GetElapsedTime(started).TotalMilliseconds;

    /// <summary>Notes what went into the context.</summary>
    /// <param name="context">The context.</param>
    public void Context(ContextTrace context) => _context = context;

    /// <summary>Notes what was answered.</summary>
    /// <param name="answer">The answer.</param>
    public void Answer(AnswerTrace answer) => _answer = answer;

    /// <summary>What was noted so far.</summary>
    /// <returns>An immutable trace.</returns>
    public SearchTrace Build() => new()
    {
        Query = query,
        Asker = Asker,
        Generation = Generation,
        Terms = _terms.ToImmutable(),
        Filters = _filters.ToImmutable(),
        Stages = _stages.ToImmutable(),
        Context = _context,
        Answer = _answer,
    };
}
