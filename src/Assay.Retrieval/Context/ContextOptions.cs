using System.Globalization;
using Assay.Text;

namespace Assay.Retrieval.Context;

/// <summary>How a context is made of search results.</summary>
public sealed record ContextOptions
{
    /// <summary>Tokens of the rendered passages together; 0 or more.</summary>
    /// <value>2,048.</value>
    public int MaxTokens { get; init; } = 2048;

    /// <summary>
    /// Share of a passage's three-word sequences that one better passage must hold for it to be left out; above 0, at most 1. A passage with a figure that the
    /// better one lacks is never left out.
    /// </summary>
    /// <value>0.9: a copied page with another navigation line goes, an edited one stays.</value>
    public double NearDuplicate { get; init; } = 0.9;

    /// <summary>Whether a passage that does not fit is passed over and the next one tried. False ends the context there.</summary>
    /// <value>True: one long code block or table at the first place would otherwise leave the context empty.</value>
    public bool SkipsOversized { get; init; } = true;

    /// <summary>What is done about passages of different documents that state different figures for the same thing.</summary>
    /// <value><see cref="ConflictRule.Show"/>.</value>
    public ConflictRule Conflicts { get; init; }

    /// <summary>Date of a document by its id, null when it has none; null to show no dates.</summary>
    public Func<string, DateOnly?>? Updated { get; init; }

    /// <summary>Hash of the version of a document that is searched, by its id; null to note none.</summary>
    public Func<string, string>? ContentHash { get; init; }

    /// <summary>Checks every field.</summary>
    /// <returns>All problems; empty when the options can be used.</returns>
    public IReadOnlyList<Problem> Validate()
    {
        var problems = new List<Problem>();
        if (MaxTokens < 0) problems.Add(Problem($"the token budget must be 0 or more, not {MaxTokens}"));
        if (!(NearDuplicate > 0 && NearDuplicate <= 1)) problems.Add(Problem($"the share that makes a near-duplicate must be above 0 and at most 1, not {NearDuplicate}"));
        return problems;
    }

    private static Problem Problem(FormattableString message) => new("", null, $"Context options: {message.ToString(CultureInfo.InvariantCulture)}.");
}
