using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Text;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>What generated reading tasks are made of: <c>eng/models/reading-tasks.json</c>.</summary>
internal sealed record TaskData
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>First names of people.</summary>
    public required ImmutableArray<string> FirstNames { get; init; }

    /// <summary>Cities.</summary>
    public required ImmutableArray<string> Places { get; init; }

    /// <summary>What stands behind the name of a company.</summary>
    public required ImmutableArray<string> CompanyEnds { get; init; }

    /// <summary>Colours.</summary>
    public required ImmutableArray<string> Colours { get; init; }

    /// <summary>Common nouns, singular.</summary>
    public required ImmutableArray<string> Nouns { get; init; }

    /// <summary>Adjectives before nouns.</summary>
    public required ImmutableArray<string> Adjectives { get; init; }

    /// <summary>Roles that a system message gives.</summary>
    public required ImmutableArray<string> Roles { get; init; }

    /// <summary>What is answered where passages do not answer; the first is the usual one.</summary>
    public required ImmutableArray<string> Abstentions { get; init; }

    /// <summary>Sentences that say nothing of any fact.</summary>
    public required ImmutableArray<string> Fillers { get; init; }

    /// <summary>Ways to state and ask for any fact: <c>{s}</c> the subject, <c>{k}</c> what it is called, <c>{v}</c> the value.</summary>
    public required Wording Any { get; init; }

    /// <summary>What facts are of.</summary>
    public required ImmutableArray<SubjectKind> Subjects { get; init; }

    /// <summary>Reads the data.</summary>
    /// <param name="path">The file.</param>
    public static TaskData Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<TaskData>(File.ReadAllText(path), Form)!;
        }
        catch (JsonException error)
        {
            throw new InputException(new Problem(path, (int?)error.LineNumber + 1, error.Message));
        }
    }
}

/// <summary>Ways to say something.</summary>
/// <param name="Say">Sentences that state it.</param>
/// <param name="Ask">Questions for it.</param>
internal sealed record Wording(ImmutableArray<string> Say, ImmutableArray<string> Ask);

/// <summary>Something that facts are of.</summary>
/// <param name="Noun">What it is.</param>
/// <param name="Named">How one is named: kinds of values in braces.</param>
/// <param name="Titles">Titles of pages about them.</param>
/// <param name="Facts">What can be said of it.</param>
internal sealed record SubjectKind(string Noun, ImmutableArray<string> Named, ImmutableArray<string> Titles, ImmutableArray<FactKind> Facts);

/// <summary>Something that can be said of a subject.</summary>
/// <param name="Key">What it is called.</param>
/// <param name="Kind">The kind of its values.</param>
/// <param name="Say">Sentences that state it, beside those for any fact.</param>
/// <param name="Ask">Questions for it, beside those for any fact.</param>
internal sealed record FactKind(string Key, string Kind, ImmutableArray<string> Say, ImmutableArray<string> Ask);
