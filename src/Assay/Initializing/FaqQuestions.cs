using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Questions;

namespace Assay.Initializing;

/// <summary>Gathers the questions of FAQ pages; the same question asked twice becomes one with the documents and answers of both.</summary>
internal sealed class FaqQuestions
{
    private readonly List<Question> questions = [];
    private readonly Dictionary<string, int> byText = new(StringComparer.OrdinalIgnoreCase);
    private readonly Slugs slugs = new();
    private string page = "";
    private int number;

    /// <summary>Pairs seen, with a link or without.</summary>
    public int Pairs { get; private set; }

    /// <summary>Pairs without a link to a document.</summary>
    public int Unlinked { get; private set; }

    /// <summary>The questions of the pairs that follow belong to this page.</summary>
    /// <param name="path">Path of the FAQ page.</param>
    public void StartPage(string path)
    {
        page = slugs.Next(Path.ChangeExtension(path, null)!, "faq");
        number = 0;
    }

    /// <summary>Adds a pair.</summary>
    /// <param name="pair">As the page has it, includes expanded.</param>
    /// <param name="documents">What its answer links to; a pair with none is counted and left out.</param>
    public void Add(FaqPage.Pair pair, IReadOnlyList<string> documents)
    {
        Pairs++;
        number++;
        if (documents.Count == 0)
        {
            Unlinked++;
            return;
        }

        string text = PlainText.Line(pair.Question);
        ImmutableArray<string> answers = PlainText.FirstSentence(pair.Answer) is { } answer ? [answer] : [];
        if (byText.TryGetValue(text, out int at))
        {
            Question first = questions[at];
            questions[at] = first with
            {
                Answers = [.. first.Answers.Union(answers, StringComparer.Ordinal)],
                Documents = [.. first.Documents.Union(documents, StringComparer.Ordinal)],
                Tags = [.. first.Tags.Union([page], StringComparer.Ordinal)],
            };
            return;
        }

        byText.Add(text, questions.Count);
        string id = string.Create(CultureInfo.InvariantCulture, $"{page}-{number:D2}");
        questions.Add(new Question { Id = id, Text = text, Answers = answers, Documents = [.. documents], Tags = [page] });
    }

    /// <summary>The questions with documents.</summary>
    /// <returns>In the order they came.</returns>
    public ImmutableArray<Question> Linked() => [.. questions];
}
