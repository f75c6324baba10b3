using System.Collections.Concurrent;
using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Evaluation.Answers;

/// <summary>A list of named metrics, computed together for one answer at a time: texts are taken apart once and shared. Immutable and safe to share between threads.</summary>
/// <remarks>
/// Metrics that compare with accepted answers take the best over them. Where a question cannot be answered, <c>exact_match</c> and <c>f1</c> hold the answer against
/// the empty one, as SQuAD 2.0 does, and the other comparisons do not apply. See <see cref="All"/> for the names, and the class named there for each definition.
/// </remarks>
public sealed class AnswerMetricSet
{
    private static readonly ImmutableArray<AnswerMetric> Known = AnswerMetricCatalog.All;
    private readonly ImmutableArray<AnswerMetric> metrics;
    private readonly AnswerMetricOptions options;
    private readonly ConcurrentBag<WordTable> tables = [];

    /// <summary>The metrics of the given names.</summary>
    /// <param name="names">Some of <see cref="All"/>; repeats are dropped.</param>
    /// <param name="options">What some of them need; null for the defaults.</param>
    /// <exception cref="InputException">A name is not known.</exception>
    public AnswerMetricSet(IEnumerable<string> names, AnswerMetricOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        this.options = options ?? new AnswerMetricOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(this.options.Tolerance);
        metrics = [.. names.Distinct(StringComparer.Ordinal).Select(Find)];
        Names = [.. metrics.Select(m => m.Name)];
    }

    /// <summary>All names: SQuAD's <c>exact_match</c> and <c>f1</c>, <c>containment</c>, ROUGE's <c>rouge1</c>, <c>rouge2</c>, <c>rougeL</c>, <c>rougeLsum</c> (and <c>..._stem</c>),
    /// <c>chrf</c>, <c>chrf++</c>, <c>quantity</c>, <c>set_match</c>, <c>set_precision</c>, <c>set_recall</c>, <c>set_f1</c>, <c>table_match</c>, <c>table_f1</c>, <c>record</c>, <c>contract</c>, <c>words</c>,
    /// <c>characters</c>, <c>cites</c>, <c>citations_valid</c>, <c>refused</c>, <c>refusal_right</c>.</summary>
    public static ImmutableArray<string> All { get; } = [.. Known.Select(m => m.Name)];

    /// <summary>Names of the metrics of this set, in the order of their values.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The values of one answer.</summary>
    /// <param name="item">The answer.</param>
    /// <returns>A value per name.</returns>
    public ImmutableArray<MetricValue> Score(AnswerCase item)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(item.Answer);
        if (!tables.TryTake(out WordTable? table)) table = new WordTable();
        table.Trim();
        AnswerView view = new(item, options, table);
        MetricValue[] values = new MetricValue[metrics.Length];
        for (int i = 0; i < values.Length; i++) values[i] = metrics[i].Score(view);
        tables.Add(table);
        return [.. values];
    }

    private static AnswerMetric Find(string name) => Known.FirstOrDefault(m => m.Name == name)
        ?? throw new InputException(new Problem("", null, $"'{name}' is no metric of answers. Expected one of {string.Join(", ", All)}."));
}
