using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Tests.Models.Constrained;

namespace Assay.Tests.Application.Causes.Planted;

/// <summary>A project of made-up pages with questions of which it is known what is broken, by seed.</summary>
internal sealed class PlantedCorpus
{
    /// <summary>Passages handed over.</summary>
    public const int Passages = 6;

    private const string Schema =
        """{"type":"object","required":["answer","category","urgent"],"additionalProperties":false,"properties":{"answer":{"type":"string","minLength":1,"maxLength":400},"category":{"enum":["service","delivery","safety","price"]},"urgent":{"type":"boolean"}}}""";

    /// <summary>Pairs of faults that strike one question at once.</summary>
    private static readonly PlantedFault[][] s_pairs =
    [
        [PlantedFault.BelowCut, PlantedFault.NotJson], [PlantedFault.NoSharedWords, PlantedFault.WrongLabel], [PlantedFault.NoRoom, PlantedFault.NotJson], [PlantedFault.Misled, PlantedFault.WrongLabel],
        [PlantedFault.WrongFact, PlantedFault.NotJson], [PlantedFault.AbstainsInView, PlantedFault.WrongFlag], [PlantedFault.BelowCut, PlantedFault.AbstainsInView],
        [PlantedFault.NoSharedWords, PlantedFault.WrongFact], [PlantedFault.WrongFact, PlantedFault.WrongLabel], [PlantedFault.Misled, PlantedFault.BrokenRecord],
    ];

    private readonly Dice _dice;
    private readonly PlantedWords _words;
    private readonly List<PlantedQuestion> _questions = [];
    private readonly SortedDictionary<string, string> _pages = new(StringComparer.Ordinal);

    private PlantedCorpus(ulong seed)
    {
        _dice = new Dice(seed);
        _words = new PlantedWords(_dice);
    }

    /// <summary>The questions.</summary>
    public ImmutableArray<PlantedQuestion> Questions => [.. _questions];

    /// <summary>Makes the questions and pages.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="perCause">Questions for each of the seven causes, about; for none two thirds more, for two faults at once a third more.</param>
    public static PlantedCorpus Make(ulong seed, int perCause)
    {
        var corpus = new PlantedCorpus(seed);
        foreach (IGrouping<string, PlantedFault> cause in Enum.GetValues<PlantedFault>().GroupBy(PlantedTruth.CauseOf))
        {
            int each = (int)Math.Ceiling((double)perCause / cause.Count());
            foreach (PlantedFault fault in cause) corpus.Add(each, [fault]);
        }

        corpus.Add(perCause + (perCause / 3), []);
        corpus.AddUnanswerable(perCause / 3, []);
        foreach (PlantedFault[] pair in s_pairs) corpus.Add((int)Math.Ceiling(perCause * 1.3 / s_pairs.Length), [.. pair]);
        return corpus;
    }

    /// <summary>Writes the project.</summary>
    /// <param name="folder">An empty folder.</param>
    public void Write(string folder)
    {
        foreach ((string page, string text) in _pages)
        {
            string path = Path.Combine(folder, page);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        File.WriteAllText(Path.Combine(folder, "docs", ".access.yaml"), "access: everyone\n");
        File.WriteAllText(Path.Combine(folder, "answer.schema.json"), Schema);
        File.WriteAllText(Path.Combine(folder, "assay.yaml"), string.Create(CultureInfo.InvariantCulture, $"name: planted\nmodel: extractive\ncontract: answer.schema.json\nretrieval: {{ passages: {Passages}, chunkTokens: 400, contextTokens: 700 }}\nembedder: none\nreranker: none\n"));
        File.WriteAllText(Path.Combine(folder, "questions.jsonl"), string.Concat(_questions.Select(Line)));
    }

    private static string Line(PlantedQuestion q) => JsonSerializer.Serialize(new
    {
        id = q.Id,
        question = q.Text,
        answers = q.Answers,
        documents = q.Page is null ? Array.Empty<string>() : [q.Page],
        answerable = q.Answerable,
        expect = q.Answerable ? new { category = q.Category, urgent = q.Urgent } : null,
    }) + "\n";

    private void Add(int count, ImmutableArray<PlantedFault> faults)
    {
        if (faults.Contains(PlantedFault.AnswersAnyway)) AddUnanswerable(count, faults);
        else for (int i = 0; i < count; i++) AddAnswerable(faults);
    }

    private void AddUnanswerable(int count, ImmutableArray<PlantedFault> faults)
    {
        for (int i = 0; i < count; i++)
        {
            string thing = _words.Name();
            (string name, string unit, _, string category) = _dice.Pick(PlantedWords.Attributes);
            Page(thing, name, $"The {name} of the {thing} is {_words.Figure(unit)}. {_words.Filler(30)}");
            Keep(new PlantedQuestion
            {
                Id = "", Text = $"Who invented the {thing} and its {name}?", Faults = faults, Answerable = false, Answers = [], MadeUp = _words.Name(), Guesses = false, Category = category, Urgent = false,
            });
        }
    }

    private void AddAnswerable(ImmutableArray<PlantedFault> faults)
    {
        string thing = _words.Name();
        (string name, string unit, string otherwise, string category) = _dice.Pick(PlantedWords.Attributes);
        string value = _words.Figure(unit);
        bool Has(PlantedFault fault) => faults.Contains(fault);
        bool isSilent = Has(PlantedFault.SilentPage) || Has(PlantedFault.NoPage);
        string sentence = Has(PlantedFault.BelowCut) ? $"The {thing} is known for a {name} of {value}." : $"The {name} of the {thing} is {value}.";
        var question = new PlantedQuestion
        {
            Id = "",
            Text = Has(PlantedFault.NoSharedWords) ? string.Format(CultureInfo.InvariantCulture, otherwise, _words.Code()) : $"What is the {name} of the {thing}?",
            Faults = faults,
            Answerable = true,
            Answers = [Has(PlantedFault.WrongAcceptedAnswer) ? _words.Figure(unit) : value],
            Sentence = isSilent ? null : sentence,
            Value = value,
            MadeUp = _words.Figure(unit),
            Guesses = _dice.Chance(50),
            Category = category,
            Urgent = _dice.Chance(50),
        };
        string page = Gold(thing, name, isSilent ? $"The {thing} stands in the hall. {_words.Filler(60)}" : sentence, faults);
        question = question with { Page = Has(PlantedFault.NoPage) ? null : page, Distractor = Has(PlantedFault.Misled) ? Older(thing, name, unit) : null };
        for (int i = 1; Has(PlantedFault.BelowCut) && i <= Passages + 2; i++)
        {
            Page($"{thing} letter {i}", name, $"Letter {i} asks what the {name} of the {thing} is. Whoever wants to know the {name} of the {thing} is sent to the office. {_words.Filler(30)}");
        }

        for (int i = 1; Has(PlantedFault.NoRoom) && i <= 2; i++)
        {
            Page($"{thing} report {i}", name, $"The {name} of the {thing} is of interest to many. What is the {name} of the {thing}? Report {i} on the {name} of the {thing} leaves it open, and the {name} of the {thing} stays a riddle. Whoever looks for the {name} of the {thing} here looks in vain: the {thing} has a {name}, and nobody wrote the {name} of the {thing} down. {_words.Filler(750)}");
        }

        Keep(question);
    }

    private string Gold(string thing, string attribute, string sentence, ImmutableArray<PlantedFault> faults)
    {
        string filler = faults.Contains(PlantedFault.NoRoom) ? $"Many like the {thing}, and whoever sees the {attribute} of the {thing} remembers the {thing}. {_words.Filler(950)}" : faults.Contains(PlantedFault.BelowCut) ? _words.Filler(350) : _words.Filler(30);
        string heading = faults.Contains(PlantedFault.SilentPage) || faults.Contains(PlantedFault.NoPage) || faults.Contains(PlantedFault.BelowCut) ? "Remarks" : attribute;
        string page = Page(thing, heading, $"{sentence} {filler}");
        if (faults.Contains(PlantedFault.NotIndexed)) _pages[page] = $"---\nallow:\n  - group:board\n---\n{_pages[page]}";
        return page;
    }

    private (string, string) Older(string thing, string attribute, string unit)
    {
        string value = _words.Figure(unit), sentence = $"In older years the {attribute} of the {thing} was {value}.";
        Page($"{thing} of old", attribute, $"{sentence} {_words.Filler(30)}");
        return (sentence, value);
    }

    private string Page(string title, string heading, string text)
    {
        string name = $"docs/{title.ToLowerInvariant().Replace(' ', '-')}.md";
        _pages[name] = new StringBuilder().Append(CultureInfo.InvariantCulture, $"# {title}\n\n## {char.ToUpperInvariant(heading[0])}{heading[1..]}\n\n{text}\n").ToString();
        return name;
    }

    private void Keep(PlantedQuestion question) => _questions.Add(question with { Id = string.Create(CultureInfo.InvariantCulture, $"q{_questions.Count + 1:0000}") });
}
