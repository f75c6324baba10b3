using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search.Expansion;
using Assay.Text;

namespace Assay.Retrieval.Search;

/// <summary>How a keyword search ranks and what it returns.</summary>
public sealed record SearchOptions
{
    /// <summary>Most passages returned; 1 to 10,000. Ignored when documents are ranked.</summary>
    /// <value>8.</value>
    public int K { get; init; } = 8;

    /// <summary>What one occurrence of a term in the title counts; 0 or more.</summary>
    /// <value>1.5: with the others within 0.02 nDCG@10 of the best tried on encyclopedia paragraphs, abstracts and product help.</value>
    public double TitleWeight { get; init; } = 1.5;

    /// <summary>What one occurrence of a term in the headings counts; 0 or more.</summary>
    /// <value>1.5.</value>
    public double HeadingWeight { get; init; } = 1.5;

    /// <summary>What one occurrence of a term in the text counts; 0 or more.</summary>
    /// <value>1.</value>
    public double BodyWeight { get; init; } = 1;

    /// <summary>The only documents to search, by id; null for all. Ids that are not stored find nothing.</summary>
    /// <value>Null.</value>
    public ImmutableArray<string>? Documents { get; init; }

    /// <summary>On whose behalf is searched; null for nobody in particular, who finds what everyone may read.</summary>
    /// <value>Null.</value>
    public Principal? Principal { get; init; }

    /// <summary>What a chat model added to the query, see <see cref="QueryExpander"/>; null when none was asked.</summary>
    /// <value>Null.</value>
    public ExpandedQuery? Expanded { get; init; }

    /// <summary>Whether to search by words alone, also where chunks have vectors.</summary>
    /// <value>False.</value>
    public bool WordsOnly { get; init; }

    /// <summary>Whether the reranker that reads passages, where there is one, orders the best of them.</summary>
    /// <value>True.</value>
    public bool IsReranked { get; init; } = true;

    /// <summary>Checks every field.</summary>
    /// <returns>All problems; empty when the options can be used.</returns>
    public IReadOnlyList<Problem> Validate()
    {
        var problems = new List<Problem>();
        if (K is < 1 or > 10_000) problems.Add(Problem($"k must be 1 to 10000, not {K}"));
        foreach ((string name, double weight) in (ReadOnlySpan<(string, double)>)[("title", TitleWeight), ("heading", HeadingWeight), ("body", BodyWeight)])
        {
            if (!(weight >= 0 && double.IsFinite(weight))) problems.Add(Problem($"the {name} weight must be 0 or a positive number, not {weight}"));
        }

        if (problems.Count == 0 && TitleWeight == 0 && HeadingWeight == 0 && BodyWeight == 0) problems.Add(Problem($"one of the title, heading and body weights must be more than 0"));
        return problems;
    }

    private static Problem Problem(FormattableString message) => new("", null, $"Search options: {message.ToString(CultureInfo.InvariantCulture)}.");
}
