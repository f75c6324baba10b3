using System.Collections.Immutable;
using Assay.Decisions.Requirements;
using Assay.Decisions.Rules.Conditions;
using Assay.Text;

namespace Assay.Decisions.Rules;

/// <summary>Reads a rule book, strictly: what it does not know is a mistake with its line.</summary>
internal sealed class RuleBookReader
{
    private const string Format = "assay-rules/1";
    private static readonly string[] Standings = ["paper", "vendor", "book", "article", "blog", "own"];
    private static readonly string[] Strengths = ["weak", "moderate", "strong", "hard"];
    private static readonly string[] Subjects = ["quality", "cost", "latency", "compliance", "effort"];
    private static readonly string[] Hostings = ["managed", "self-hosted"];

    private readonly string _file;
    private readonly RuleBook? _onto;
    private readonly List<Problem> _problems = [];
    private readonly Dictionary<string, RuleSource> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    private RuleBookReader(string file, RuleBook? onto)
    {
        (_file, _onto) = (file, onto);
        foreach (RuleSource source in onto?.Sources ?? []) _sources[source.Id] = source;
        foreach (Rule rule in onto?.Rules ?? []) _ids[rule.Id] = 0;
    }

    /// <summary>Reads a book.</summary>
    /// <param name="utf8">Its text.</param>
    /// <param name="file">For messages.</param>
    /// <param name="onto">A book that it adds to; null for one that stands alone.</param>
    /// <exception cref="InputException">Something is wrong; lists everything.</exception>
    public static RuleBook Read(byte[] utf8, string file, RuleBook? onto)
    {
        byte[] text = utf8 is [0xEF, 0xBB, 0xBF, ..] ? utf8[3..] : utf8;
        var reader = new RuleBookReader(file, onto);
        RuleBook book = reader.Book(LinedJson.Parse(text, file));
        return reader._problems.Count == 0 ? book : throw new InputException(reader._problems);
    }

    private RuleJson Object(LinedJson json, string what, params string[] names) => new(json, what, _file, _problems, names);

    private RuleBook Book(LinedJson json)
    {
        RuleJson book = Object(json, "a rule book", "format", "version", "date", "strengths", "reliability", "sources", "rules", "contradictions", "costMatter");
        book.Word("format", [Format]);
        DateOnly date = book.Day("date");
        foreach (LinedJson source in book.List("sources")) Source(source);
        if (book.List("rules").Length == 0) book.Wrong(book.Line, "'rules' must be a list of at least one rule.");
        ImmutableArray<Rule> rules = [.. book.List("rules").Select(ReadRule).OfType<Rule>()];
        ImmutableArray<RuleContradiction> contradictions = [.. book.List("contradictions").Select(ReadContradiction)];
        ImmutableArray<CostStatement> statements = [.. book.List("costMatter").Select(ReadCost)];
        if (_onto is not { } onto) return Whole(book, date, rules, contradictions, statements);
        if (book["strengths"] is { } odds) book.Wrong(odds.Line, "'strengths' belong to the book of Assay; a file that adds rules uses them as they are. Delete them.");
        if (book["reliability"] is { } rate) book.Wrong(rate.Line, "'reliability' belongs to the book of Assay. Delete it.");
        return onto with
        {
            Version = $"{onto.Version} with {Path.GetFileName(_file)}",
            Date = date > onto.Date ? date : onto.Date,
            Sources = [.. _sources.Values],
            Rules = [.. onto.Rules, .. rules],
            Contradictions = [.. onto.Contradictions, .. contradictions],
            CostStatements = [.. onto.CostStatements, .. statements],
        };
    }

    private RuleBook Whole(RuleJson book, DateOnly date, ImmutableArray<Rule> rules, ImmutableArray<RuleContradiction> contradictions, ImmutableArray<CostStatement> statements)
    {
        var odds = ImmutableSortedDictionary.CreateBuilder<RuleStrength, double>();
        var meanings = ImmutableSortedDictionary.CreateBuilder<RuleStrength, string>();
        if (book["strengths"] is not { } strengths) book.Wrong(book.Line, "'strengths' is missing.");
        else
        {
            RuleJson each = Object(strengths, "'strengths'", Strengths);
            foreach (string word in Strengths)
            {
                if (each[word] is not { } one)
                {
                    each.Wrong(strengths.Line, $"The strength '{word}' is missing.");
                    continue;
                }

                RuleJson strength = Object(one, $"'{word}'", "odds", "means");
                meanings[StrengthOf(word)] = strength.Text("means");
                if (word != "hard") odds[StrengthOf(word)] = strength.Number("odds", 1);
            }
        }

        return new RuleBook
        {
            Version = book.Text("version"),
            Date = date,
            Odds = odds.ToImmutable(),
            Meanings = meanings.ToImmutable(),
            Reliability = book["reliability"] is { } rate ? ReadReliability(rate) : new RuleReliability(0, 0, []),
            Sources = [.. _sources.Values],
            Rules = rules,
            Contradictions = contradictions,
            CostStatements = statements,
        };
    }

    private RuleReliability ReadReliability(LinedJson json)
    {
        RuleJson rate = Object(json, "'reliability'", "right", "of", "means", "cases");
        rate.Text("means");
        ImmutableArray<PublishedCase> cases =
        [
            .. rate.List("cases").Select(c => Object(c, "a case", "case", "needs", "named", "winner"))
                .Select(c => new PublishedCase(c.Text("case"), c.Text("needs"), c.Word("named", NeedFields.Products) ?? "", c.Word("winner", NeedFields.Products) ?? "")),
        ];
        if (cases.Length != (int)rate.Number("of", 0)) rate.Wrong(rate.Line, $"'of' must be the number of cases, {cases.Length}.");
        if (cases.Count(c => c.Named == c.Winner) != (int)rate.Number("right", 0)) rate.Wrong(rate.Line, $"'right' must be the number of cases whose winner was named, {cases.Count(c => c.Named == c.Winner)}.");
        return new RuleReliability(cases.Count(c => c.Named == c.Winner), cases.Length, cases);
    }

    private void Source(LinedJson json)
    {
        RuleJson source = Object(json, "a source", "id", "title", "publisher", "url", "standing");
        string id = source.Text("id");
        if (!_sources.TryAdd(id, new RuleSource(id, source.Text("title"), source.Text("publisher"), source.TextOrNull("url"), source.Word("standing", Standings) ?? ""))) source.Wrong(source.Line, $"There are two sources '{id}'. Give one another id.");
    }

    private Rule? ReadRule(LinedJson json)
    {
        RuleJson rule = Object(json, "a rule", "id", "topic", "about", "statement", "when", "favours", "against", "excludes", "hosting", "warning", "step", "strength", "sources", "since");
        string id = rule.Text("id");
        if (!_ids.TryAdd(id, rule.Line)) rule.Wrong(rule.Line, $"There are two rules '{id}'. Give one another id.");
        string? about = rule.Word("about", Subjects), strength = rule.Word("strength", Strengths);
        var read = new Rule
        {
            Id = id,
            Topic = rule.Text("topic"),
            About = about is null ? RuleSubject.Quality : (RuleSubject)Array.IndexOf(Subjects, about),
            Statement = rule.Text("statement"),
            When = rule["when"] is { } when ? new ConditionReader(_file, _problems).Read(when) : Condition.Always,
            Favours = rule.Words("favours", NeedFields.Products),
            Against = rule.Words("against", NeedFields.Products),
            Excludes = rule.Words("excludes", NeedFields.Products),
            Hosting = rule["hosting"] is null ? null : (Hosting)Array.IndexOf(Hostings, rule.Word("hosting", Hostings) ?? Hostings[0]),
            Warning = rule.TextOrNull("warning"),
            Step = rule["step"] is { } step ? ReadStep(step) : null,
            Strength = strength is null ? RuleStrength.Weak : StrengthOf(strength),
            Citations = [.. rule.List("sources").Select(ReadCitation).OfType<RuleCitation>()],
            Since = rule.Day("since"),
        };
        Check(rule, read);
        return read;
    }

    private static void Check(RuleJson json, Rule rule)
    {
        bool decides = rule.Favours.Length > 0 || rule.Against.Length > 0 || rule.Excludes.Length > 0 || rule.Hosting is not null;
        if (rule.Citations.Length == 0) json.Wrong(json.Line, $"The rule '{rule.Id}' names no source. Say who stands for it under 'sources'.");
        if (!decides && rule.Warning is null && rule.Step is null) json.Wrong(json.Line, $"The rule '{rule.Id}' does nothing. Write 'favours', 'against', 'excludes', 'hosting', 'warning' or 'step'.");
        if (rule.Excludes.Length > 0 && rule.Strength != RuleStrength.Hard) json.Wrong(json.Line, $"The rule '{rule.Id}' excludes and must have the strength 'hard'.");
        if (rule.Strength == RuleStrength.Hard && rule.Excludes.Length == 0 && rule.Hosting is null) json.Wrong(json.Line, $"The rule '{rule.Id}' is hard and excludes nothing. Give it another strength, or write 'excludes' or 'hosting'.");
        if (rule.Strength == RuleStrength.Hard && rule.Favours.Length + rule.Against.Length > 0) json.Wrong(json.Line, $"The rule '{rule.Id}' is hard: it can exclude, not favour. Write a second rule for the other.");
        if (rule.Favours.Intersect(rule.Against.Concat(rule.Excludes)).FirstOrDefault() is { } both) json.Wrong(json.Line, $"The rule '{rule.Id}' speaks for and against '{both}'.");
        if (decides && rule.When.Comparisons.Any(c => c.Field == RuleField.Leader || c.Field == RuleField.Hosted)) json.Wrong(json.Line, $"The rule '{rule.Id}' depends on the decision and decides. Only 'warning' and 'step' may depend on 'leader' and 'hosting'.");
    }

    private RuleStep ReadStep(LinedJson json)
    {
        RuleJson step = Object(json, "a step", "order", "text");
        return new RuleStep((int)Math.Min(step.Number("order", 0), int.MaxValue), step.Text("text"));
    }

    private RuleCitation? ReadCitation(LinedJson json)
    {
        RuleJson citation = Object(json, "a source of a rule", "source", "passage", "quote");
        string? quote = citation.TextOrNull("quote");
        if (quote?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length > 40) citation.Wrong(citation.Line, "A quote may have 40 words. Shorten it.");
        return SourceOf(citation) is { } source ? new RuleCitation(source, citation.Text("passage"), quote) : null;
    }

    private RuleSource? SourceOf(RuleJson json) => json.Word("source", _sources.Keys) is { } id ? _sources[id] : null;

    private RuleContradiction ReadContradiction(LinedJson json)
    {
        RuleJson one = Object(json, "a contradiction", "id", "about", "rules", "says", "treatment");
        ImmutableArray<ConflictingStatement> says =
        [
            .. one.List("says").Select(s => Object(s, "a statement", "source", "says"))
                .Select(s => SourceOf(s) is { } source ? new ConflictingStatement(source, s.Text("says")) : null).OfType<ConflictingStatement>(),
        ];
        if (says.Length < 2) one.Wrong(one.Line, "A contradiction needs at least two statements under 'says'.");
        return new RuleContradiction(one.Text("id"), one.Text("about"), one.Words("rules", _ids.Keys), says, one.Text("treatment"));
    }

    private CostStatement ReadCost(LinedJson json)
    {
        RuleJson one = Object(json, "a cost statement", "id", "source", "statement", "where");
        return new CostStatement(one.Text("id"), SourceOf(one) ?? new RuleSource("", "", "", null, ""), one.Text("statement"), one.Text("where"));
    }

    private static RuleStrength StrengthOf(string word) => (RuleStrength)Array.IndexOf(Strengths, word);
}
