using System.Collections.Immutable;
using Assay.Text;

namespace Assay.Decisions.Rules;

/// <summary>A dated list of published rules with their sources. Rules are data (<c>Rules/rules.json</c>), not code; <c>docs/design/rules.md</c> says what the parts mean.</summary>
public sealed record RuleBook
{
    private const long LongestFile = 8 << 20;

    /// <summary>Which edition.</summary>
    public required string Version { get; init; }

    /// <summary>The day of its last change.</summary>
    public required DateOnly Date { get; init; }

    /// <summary>What each strength multiplies the odds of an arm by; greater than 1. Hard rules have none.</summary>
    public required ImmutableSortedDictionary<RuleStrength, double> Odds { get; init; }

    /// <summary>What each strength means, in a sentence.</summary>
    public required ImmutableSortedDictionary<RuleStrength, string> Meanings { get; init; }

    /// <summary>How often the rules named the winner of published comparisons.</summary>
    public required RuleReliability Reliability { get; init; }

    /// <summary>The publications.</summary>
    public required ImmutableArray<RuleSource> Sources { get; init; }

    /// <summary>The rules, in order.</summary>
    public required ImmutableArray<Rule> Rules { get; init; }

    /// <summary>Where publications contradict each other or themselves.</summary>
    public required ImmutableArray<RuleContradiction> Contradictions { get; init; }

    /// <summary>Statements that are matter for the cost model.</summary>
    public required ImmutableArray<CostStatement> CostStatements { get; init; }

    /// <summary>The book that comes with Assay.</summary>
    /// <returns>The rules of <c>Rules/rules.json</c>.</returns>
    public static RuleBook Bundled()
    {
        using Stream stream = typeof(RuleBook).Assembly.GetManifestResourceStream("Assay.Decisions.Rules.rules.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return RuleBookReader.Read(bytes.ToArray(), "rules.json", null);
    }

    /// <summary>This book with the rules of a user's file after its own. The file has the form of <c>rules.json</c>; of its parts only <c>format</c>, <c>date</c> and <c>rules</c> are required.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The longer book; its version names both.</returns>
    /// <exception cref="InputException">The file is missing or is no rule book; lists every problem with its line.</exception>
    public RuleBook With(string path)
    {
        byte[] bytes = FileReading.Try(path, () =>
        {
            if (!OrdinaryFile.HasContent(path)) throw new InputException(new Problem(path, null, "The file is empty, or a pipe or a device. Name a file with rules."));
            if (new FileInfo(path).Length > LongestFile) throw new InputException(new Problem(path, null, "The file is larger than 8 MB, which no rule book is. Check the path."));
            return File.ReadAllBytes(path);
        });
        return RuleBookReader.Read(bytes, path, this);
    }

    /// <summary>A rule by its name.</summary>
    /// <param name="id">The name.</param>
    /// <returns>Null when the book has none of that name.</returns>
    public Rule? Find(string id) => Rules.FirstOrDefault(r => r.Id == id);
}

/// <summary>How often rules named the winner of published comparisons.</summary>
/// <param name="Right">How often they did.</param>
/// <param name="Of">Of how many.</param>
/// <param name="Cases">Each comparison, with the arm named and the arm that won.</param>
public sealed record RuleReliability(int Right, int Of, ImmutableArray<PublishedCase> Cases)
{
    /// <summary>The rate to be expected of the next one: <c>(right + 1) / (of + 2)</c> (Laplace's rule of succession).</summary>
    public double Rate => (Right + 1.0) / (Of + 2);
}

/// <summary>One published comparison.</summary>
/// <param name="Case">Where.</param>
/// <param name="Needs">What was known: <c>name=value; name=value</c>.</param>
/// <param name="Named">The arm that the rules name.</param>
/// <param name="Winner">The arm that won.</param>
public sealed record PublishedCase(string Case, string Needs, string Named, string Winner);
