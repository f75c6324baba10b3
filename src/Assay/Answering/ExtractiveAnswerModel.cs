using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Assay.Knowledge;
using Assay.Retrieval.Answering;
using Assay.Text;
using Assay.Text.Tokens;
using Assay.Workspaces;

namespace Assay.Answering;

/// <summary>
/// The built-in reader, which needs no model: answers with the best sentence of the passages, cited, or abstains. Under a JSON contract its sentence goes into
/// the answer field and every other required field gets the schema's default: it reads, it does not judge.
/// </summary>
/// <param name="knowledge">The ingested documents, whose words tell what is rare.</param>
/// <param name="abstentionPhrase">What it says when the passages do not answer.</param>
/// <param name="record">Wraps the sentence as the contract wants it; null when answers are free text.</param>
/// <param name="timeProvider">Measures the time of an answer.</param>
public sealed class ExtractiveAnswerModel(KnowledgeBase knowledge, string abstentionPhrase, RecordTemplate? record, TimeProvider timeProvider) : IAnswerModel
{
    // Asked for when it answers: the model is made before the documents are read.
    private readonly Lazy<string> _knowledge = new(knowledge.Fingerprint);

    /// <summary>Made when the first answer is: a run whose answers are all kept never counts words. What somebody may not read does not weigh their words either.</summary>
    private readonly ConcurrentDictionary<string, Lazy<ExtractiveReader>> _readers = new(StringComparer.Ordinal);
    private readonly Lazy<bool> _restricted = new(() => knowledge.IsRestricted);

    /// <inheritdoc/>
    public int? ContextWindow => null;

    /// <inheritdoc/>
    public int Concurrency => 1;

    /// <inheritdoc/>
    public TokenCounter Counter => TokenCounter.Estimate;

    /// <inheritdoc/>
    public bool CountsExactly => false;

    /// <inheritdoc/>
    public string Version => "";

    /// <inheritdoc/>
    public string Key(AnswerRequest request) => ContentHash.Of(
        [$"extractive/{ExtractiveReader.Version}", knowledge.UsesTables ? "tables" : "", _knowledge.Value, abstentionPhrase, record?.Schema, request.Question, Asker(request),
            .. request.Passages.SelectMany(p => new[] { p.Title, p.HeadingPath, p.Text })]);

    /// <inheritdoc/>
    public int PromptTokens(AnswerRequest request) => TokenEstimate.Count(request.Question) + request.Passages.Sum(p => TokenEstimate.Count(p.Text));

    /// <inheritdoc/>
    public async IAsyncEnumerable<AnswerEvent> AnswerAsync(AnswerRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Task.CompletedTask.ConfigureAwait(false);
        ExtractiveReader reader = _readers.GetOrAdd(Asker(request), _ => new Lazy<ExtractiveReader>(() => new ExtractiveReader(corpus: knowledge.CountWords(request.Principal)))).Value;
        long started = timeProvider.GetTimestamp();
        ExtractiveAnswer? found = reader.Answer(request.Question, [.. request.Passages.Select(p => new ReaderPassage(p.Title, p.HeadingPath, p.Text))]);

        // What is to be counted or added up does not stand in one row, unless the question names that row: else a question over tables that could not be worked out has no answer here.
        if (found is not null && Row(request.Passages[found.Passage].Text, found.Span) is { } cells && cells.Contains(" | ", StringComparison.Ordinal) && knowledge.IsHeader(cells.Split(" | "), request.Principal)) found = null;
        if (found is not null && RowLabel(request.Passages[found.Passage].Text, found.Span) is { } label && (!Names(request.Question, label) || Compares(request.Question)) && knowledge.IsOverRows(request.Question, request.Principal)) found = null;
        string sentence = found is null ? abstentionPhrase : string.Create(CultureInfo.InvariantCulture, $"{found.Text} [{request.Passages[found.Passage].Number}]");
        string text = record?.Fill(sentence) ?? sentence;
        double elapsedMs = timeProvider.GetElapsedTime(started).TotalMilliseconds;
        yield return new AnswerDelta(text);
        yield return new AnswerCompleted(new ModelAnswer
        {
            Text = text,
            InputTokens = PromptTokens(request),
            OutputTokens = TokenEstimate.Count(text),
            TokensEstimated = true,
            ElapsedMs = elapsedMs,
        });
    }

    // The first cell of the table's row; null where it is none.
    private static string? RowLabel(string text, TextSpan span)
    {
        string row = Row(text, span);
        int cell = row.IndexOf(" | ", StringComparison.Ordinal);
        return cell < 0 ? null : row[..cell];
    }

    private static string Row(string text, TextSpan span)
    {
        int start = text.LastIndexOf('\n', Math.Max(0, span.Start - 1)) + 1, end = text.IndexOf('\n', span.End);
        return text[start..(end < 0 ? text.Length : end)];
    }

    // At least half of its words: "API requests at the same time" asks for the row "API requests at once".
    private static bool Names(string question, string label)
    {
        HashSet<string> asked = [.. Words(question)];
        string[] named = [.. Words(label)];
        return named.Length > 0 && 2 * named.Count(asked.Contains) >= named.Length;
    }

    // "Who earns more than Ann" names the row of Ann, and asks for others.
    private static bool Compares(string question) => Words(question).Contains("than");

    // In one number: a plural asks for what the row has in the singular.
    private static IEnumerable<string> Words(string text) => text.ToLowerInvariant().Split([' ', ',', '?', '(', ')', '/', '.'], StringSplitOptions.RemoveEmptyEntries).Select(w => w.Length > 3 ? w.TrimEnd('s') : w);

    private string Asker(AnswerRequest request) => _restricted.Value ? request.Principal?.Canonical ?? "" : "";

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing to release: the reader holds no memory between answers.
    }
}
