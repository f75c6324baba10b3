using System.Text.RegularExpressions;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>Something invented, with what is said of it.</summary>
/// <param name="Name">How it is called within sentences.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Facts">What is said of it, in the order of the page.</param>
/// <param name="Unsaid">What could be asked of it and is said nowhere.</param>
internal sealed record Invention(string Name, SubjectKind Kind, IReadOnlyList<InventedFact> Facts, IReadOnlyList<FactKind> Unsaid);

/// <summary>Something said of an invention.</summary>
/// <param name="Fact">What.</param>
/// <param name="Value">Its value.</param>
/// <param name="Sentence">The sentence that says it.</param>
internal sealed record InventedFact(FactKind Fact, string Value, string Sentence);

/// <summary>Invents subjects and the sentences and questions about them.</summary>
/// <param name="dice">Chooses.</param>
/// <param name="data">What to choose from.</param>
internal sealed partial class Inventor(LessonDice dice, TaskData data)
{
    private const double Generic = 0.3;

    /// <summary>Makes names and values.</summary>
    public InventedValues Values { get; } = new(dice, data);

    /// <summary>Invents one.</summary>
    /// <param name="kind">What it is; null for any.</param>
    /// <param name="facts">How much is said of it.</param>
    public Invention Invent(SubjectKind? kind, int facts)
    {
        kind ??= dice.Pick(data.Subjects);
        string name = Fill(dice.Pick(kind.Named));
        FactKind[] order = dice.Shuffled(dice.Chance(0.25) ? kind.Facts.Concat(Enumerable.Range(0, 3).Select(_ => Unheard())) : kind.Facts);
        InventedFact[] said = [.. order.Take(facts).Select(f => Say(name, f))];
        return new Invention(name, kind, said, order[said.Length..]);
    }

    /// <summary>The same thing said of another one with a value of its own.</summary>
    public InventedFact Say(string name, FactKind fact)
    {
        string value = Values.Of(fact.Kind);
        string template = fact.Say.IsEmpty || dice.Chance(Generic) ? dice.Pick(data.Any.Say) : dice.Pick(fact.Say);
        return new InventedFact(fact, value, Sentence(template, name, fact.Key, value));
    }

    /// <summary>A question.</summary>
    public string Ask(string name, FactKind fact)
    {
        string question = Sentence(fact.Ask.IsEmpty || dice.Chance(Generic) ? dice.Pick(data.Any.Ask) : dice.Pick(fact.Ask), name, fact.Key, "");
        return dice.Below(12) switch { 0 => char.ToLowerInvariant(question[0]) + question[1..].TrimEnd('?', '.'), 1 => $"{dice.Pick(["Hi, ", "Hello. ", "Quick question: ", "Please help: ", "One more thing: "])}{question}", _ => question };
    }

    /// <summary>A template with its kinds of values filled in.</summary>
    public string Fill(string template) => Slot().Replace(template, m => Values.Of(m.Groups[1].Value));

    /// <summary>A template of a sentence.</summary>
    public static string Sentence(string template, string subject, string key, string value) =>
        InventedValues.Capital(template.Replace("{s}", subject, StringComparison.Ordinal).Replace("{k}", key, StringComparison.Ordinal).Replace("{v}", value, StringComparison.Ordinal));

    // A fact that no list has: what it is called is put together.
    private FactKind Unheard() => new($"{dice.Pick(data.Adjectives)} {dice.Pick(data.Nouns)}", dice.Pick(["code", "amount", "count", "person", "name", "date", "duration", "percent", "version", "place", "thing"]), [], []);

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Slot();
}
