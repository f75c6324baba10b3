using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Evaluation.Answers;
using Assay.Evaluation.Scoring;
using Assay.Evaluation.Statistics;
using Assay.Models.Generation;
using Assay.Models.Local;
using Assay.Retrieval.Answering;
using Assay.Text.Citations;
using Assay.Text.Segmentation;
using Assay.Text.Templates;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>What a model makes of a task.</summary>
/// <param name="Cluster">What keeps tasks together that are not independent.</param>
/// <param name="Task">The task; its first question is asked.</param>
/// <param name="Accepted">Answers that are right; empty where an abstention is.</param>
internal sealed record ReadingCase(string Cluster, ReadingTask Task, ImmutableArray<string> Accepted)
{
    /// <summary>What was answered.</summary>
    public string Answer { get; init; } = "";

    /// <summary>The answer without citations.</summary>
    public string Facts => CitationMarkers.Strip(Answer).Trim();

    /// <summary>Whether it is an abstention.</summary>
    public bool Abstained => Facts.Length == 0 || Facts == Task.Abstention || Abstention.Is(Facts, Task.Abstention);
}

/// <summary>Measures how a model reads: copying from invented passages, XQuAD with the gold paragraph, and abstaining where the answer is gone.</summary>
/// <param name="model">The model.</param>
internal sealed class ReadingCheck(LocalModel model)
{
    private const int AtOnce = 32, MostTokens = 48;

    /// <summary>Invented tasks by number that training never comes to, whose value must be copied.</summary>
    /// <param name="writer">Writes them.</param>
    /// <param name="count">How many.</param>
    /// <param name="answerable">Whether the passages answer.</param>
    public static ImmutableArray<ReadingCase> Invented(ReadingWriter writer, int count, bool answerable)
    {
        var cases = ImmutableArray.CreateBuilder<ReadingCase>(count);
        for (int number = 0; cases.Count < count; number++)
        {
            ReadingTask task = writer.Write(new LessonDice(977, "check", number), 0.8);
            AskedQuestion asked = task.Questions[0];
            if (task.Schema is not null || task.Passages is null || asked.Value is not null != answerable || task.Passages.Value.Length < 2) continue;
            cases.Add(new ReadingCase(number.ToString(CultureInfo.InvariantCulture), task with { Questions = [asked] }, asked.Value is { } value ? [value] : []));
        }

        return cases.MoveToImmutable();
    }

    /// <summary>Questions of a file in the form of SQuAD, each with its own paragraph.</summary>
    /// <param name="path">The file.</param>
    /// <param name="withAnswer">Whether the sentences with an answer are there; where they are not, paragraphs that have nothing left are left out.</param>
    /// <param name="every">Takes every so manieth question.</param>
    public static ImmutableArray<ReadingCase> Squad(string path, bool withAnswer, int every)
    {
        using JsonDocument squad = JsonDocument.Parse(File.ReadAllBytes(path));
        var cases = ImmutableArray.CreateBuilder<ReadingCase>();
        int number = 0, paragraphs = 0;
        foreach (JsonElement paragraph in squad.RootElement.GetProperty("data").EnumerateArray().SelectMany(a => a.GetProperty("paragraphs").EnumerateArray()))
        {
            string context = paragraph.GetProperty("context").GetString()!, cluster = (++paragraphs).ToString(CultureInfo.InvariantCulture);
            foreach (JsonElement asked in paragraph.GetProperty("qas").EnumerateArray())
            {
                if (number++ % every != 0) continue;
                string[] answers = [.. asked.GetProperty("answers").EnumerateArray().Select(a => a.GetProperty("text").GetString()!)];
                string text = withAnswer ? context : Without(context, answers);
                if (text.Length == 0) continue;
                AskedQuestion question = new(asked.GetProperty("question").GetString()!, "", null);
                ReadingTask task = new("You answer questions about documents. Answer as briefly as you can.", new ScoringOptions().AbstentionPhrase, null, [ReadingTask.Passage(1, "Paragraph", "", text)], [question]);
                cases.Add(new ReadingCase(cluster, task, withAnswer ? [.. answers] : []));
            }
        }

        return cases.ToImmutable();
    }

    /// <summary>Asks the model.</summary>
    public ImmutableArray<ReadingCase> Ask(ImmutableArray<ReadingCase> cases)
    {
        var answered = new ReadingCase[cases.Length];
        for (int first = 0; first < cases.Length; first += AtOnce)
        {
            IEnumerable<Task> some = Enumerable.Range(first, Math.Min(AtOnce, cases.Length - first)).Select(async i => answered[i] = cases[i] with { Answer = await OneAsync(cases[i].Task).ConfigureAwait(false) });
            Task.WhenAll([.. some]).GetAwaiter().GetResult();
        }

        return [.. answered];
    }

    /// <summary>The same asked of the built-in reader.</summary>
    public static ImmutableArray<ReadingCase> AskReader(ImmutableArray<ReadingCase> cases)
    {
        var reader = new ExtractiveReader();
        return [.. cases.Select(c => c with { Answer = reader.Answer(c.Task.Questions[0].Question, [.. c.Task.Passages!.Value.Select(p => new ReaderPassage(p.Title, p.HeadingPath, p.Text))])?.Text ?? c.Task.Abstention })];
    }

    /// <summary>A mean of cases with its interval, in percent.</summary>
    public static string Mean(ImmutableArray<ReadingCase> cases, Func<ReadingCase, double> score)
    {
        Dictionary<string, double?> scores = cases.Select((c, i) => (Key: i.ToString(CultureInfo.InvariantCulture), Score: (double?)score(c))).ToDictionary(p => p.Key, p => p.Score);
        Dictionary<string, string> clusters = cases.Select((c, i) => (Key: i.ToString(CultureInfo.InvariantCulture), c.Cluster)).ToDictionary(p => p.Key, p => p.Cluster);
        ClusteredEstimate mean = Clustered.Mean(scores, clusters);
        return string.Create(CultureInfo.InvariantCulture, $"{100 * mean.Mean:0.0} ({100 * mean.Interval?.Low:0.0} to {100 * mean.Interval?.High:0.0})");
    }

    /// <summary>Whether the value stands in the answer as it is in the passages.</summary>
    public static double Copied(ReadingCase one) => one.Accepted.Any(a => one.Facts.Contains(a, StringComparison.Ordinal)) ? 1 : 0;

    /// <summary>SQuAD's F1 of the answer.</summary>
    public static double F1(ReadingCase one) => one.Abstained ? 0 : AnswerMetrics.TokenF1(one.Facts, one.Accepted);

    private static string Without(string context, string[] answers) =>
        string.Join(' ', SentenceSegmenter.Segment(context).Select(s => context[s.Start..s.End].Trim()).Where(s => !answers.Any(a => s.Contains(a, StringComparison.OrdinalIgnoreCase))));

    private async Task<string> OneAsync(ReadingTask task)
    {
        TemplateText prompt = model.Template!.RenderParts(new ChatTemplateInput
        {
            Messages = TemplateValue.OfList([.. task.Prompt.Select(m => TemplateValue.FromJson(JsonSerializer.SerializeToElement(new { role = m.Role.Value, content = m.Text })))]),
            AddGenerationPrompt = true, BosToken = model.BeginText, EosToken = model.EndText,
        });
        ImmutableArray<int> tokens = model.Tokenizer.Encode(prompt).Ids;
        if (tokens.Length + MostTokens > model.Config.MaxPositions) return "";
        var text = new StringBuilder();
        await foreach (GenerationEvent happened in model.Engine.GenerateAsync(new GenerationRequest(tokens) { MaxTokens = MostTokens }).ConfigureAwait(false))
        {
            text.Append(happened switch { GenerationEvent.Piece piece => piece.Text, GenerationEvent.Completed end => end.Text, _ => "" });
        }

        return text.ToString().Trim();
    }
}
