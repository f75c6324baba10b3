using System.Collections.Immutable;
using System.Globalization;
using Assay.Evaluation.Questions;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Checks;
using Assay.Workspaces;

namespace Assay.Prompting;

/// <summary>Examples in three parts that share no document, group, source or near copy: those that prompts show, those that prompts are chosen on, those that the choice is confirmed on.</summary>
/// <param name="Pool">To be shown.</param>
/// <param name="Selection">To choose on, in an order that the seed gives.</param>
/// <param name="HeldOut">To confirm on.</param>
internal sealed record PromptParts(ImmutableArray<PromptExample> Pool, ImmutableArray<PromptExample> Selection, ImmutableArray<PromptExample> HeldOut)
{
    /// <summary>Fewest examples to choose on, and fewest to confirm on.</summary>
    public const int Least = 20;

    /// <summary>Most of either: more are worth more as examples to show.</summary>
    private const int Most = 150;

    private const double Share = 0.3;

    /// <summary>Fewest usable examples altogether.</summary>
    public const int LeastUsable = 67;

    /// <summary>Splits examples.</summary>
    /// <param name="examples">The examples.</param>
    /// <param name="project">Names the file, for what is said.</param>
    /// <param name="seed">Which examples come where.</param>
    /// <param name="documents">The project's documents: examples that quote the same one stay together.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <exception cref="InputException">There are too few; says how many are needed.</exception>
    public static PromptParts Of(PromptExamples examples, Project project, int seed, IReadOnlyList<SourceDocument> documents, CancellationToken cancellationToken)
    {
        string file = project.Display(project.Examples!);
        int usable = examples.Usable.Length;
        if (usable < LeastUsable)
        {
            throw new InputException(new Problem(file, null, string.Create(CultureInfo.InvariantCulture,
                $"{usable} of {examples.All} examples can be used to look for a prompt{Left(examples)}, and {LeastUsable} are needed: {Least} to choose on, {Least} to confirm the choice on, the others to show. Write {LeastUsable - usable} more.")));
        }

        double share = Math.Min(Share, (double)Most / usable);
        Dictionary<int, PromptExample> byLine = examples.Usable.ToDictionary(u => u.Example.Line);
        ExampleSplit outer = Split([.. examples.Usable.Select(u => u.Example)], share), inner = Split(outer.Training, share / (1 - share));
        if (outer.HeldOut.Length < Least || inner.HeldOut.Length < Least)
        {
            throw new InputException(new Problem(file, null, string.Create(CultureInfo.InvariantCulture,
                $"The {usable} usable examples come from {outer.Groups} documents, groups and sources that must stay together, the largest with {outer.LargestGroup} of them, so that no {Least} to choose on and {Least} to confirm the choice on can be set aside. Add examples of other documents, or name smaller groups.")));
        }

        string Order(ChatExample e) => ContentHash.Of([seed.ToString(CultureInfo.InvariantCulture), byLine[e.Line].Shot.Key]);
        ImmutableArray<PromptExample> InOrder(ImmutableArray<ChatExample> part) => [.. part.OrderBy(Order, StringComparer.Ordinal).Select(e => byLine[e.Line])];
        return new PromptParts([.. inner.Training.Select(e => byLine[e.Line])], InOrder(inner.HeldOut), InOrder(outer.HeldOut));

        ExampleSplit Split(ImmutableArray<ChatExample> part, double held) => ExampleSplit.Of(part, new SplitOptions { HeldOutShare = held, Seed = (ulong)seed, Documents = documents }, cancellationToken);
    }

    /// <summary>Part of the examples as questions.</summary>
    public static ImmutableArray<Question> Questions(ImmutableArray<PromptExample> part, AnswerForm form, Project project) => [.. part.Select(e => e.Ask(form, project.Score.AbstentionPhrase))];

    /// <summary>Cluster by question id; an example that names no origin stands alone.</summary>
    public static IReadOnlyDictionary<string, string> Clusters(ImmutableArray<PromptExample> part, ImmutableArray<Question> questions) =>
        part.Zip(questions).Where(p => p.First.Origin is not null).ToDictionary(p => p.Second.Id, p => p.First.Origin!, StringComparer.Ordinal);

    private static string Left(PromptExamples examples)
    {
        string[] why = [.. examples.Leaking > 0 ? (string[])[$"{examples.Leaking.ToString(CultureInfo.InvariantCulture)} hold questions of the evaluation"] : [], .. examples.Others > 0 ? (string[])[$"{examples.Others.ToString(CultureInfo.InvariantCulture)} have several turns, break the contract, repeat others or hold personal data"] : []];
        return why.Length == 0 ? "" : $" ({string.Join(", ", why)})";
    }
}
