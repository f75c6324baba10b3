using System.Collections.Immutable;
using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Text;
using Assay.Tuning.Synthesis;

namespace Assay.Cli.Commands;

/// <summary>What the verbs of <c>assay tune make</c> have in common: options, and what is said of the result.</summary>
internal static class TuneMakeText
{
    /// <summary>A text that was given and is not blank; null where it was not given.</summary>
    public static string? Given(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } value ? CommonOptions.NotBlank(value, option.Name) : null;

    /// <summary>The seed.</summary>
    public static ulong Seed(int? given, Project project) => given is null or >= 0 ? (ulong)(given ?? project.Seed)
        : throw new InputException(new Problem("", null, FormattableString.Invariant($"--seed must be 0 or more, found {given}.")));

    /// <summary>A report that also counts what was left out before.</summary>
    public static SyntheticReport With(SyntheticReport report, SyntheticTally before)
    {
        ImmutableSortedDictionary<SyntheticDrop, int> dropped = report.Dropped;
        foreach ((SyntheticDrop reason, int count) in before.ToCounts()) dropped = dropped.SetItem(reason, dropped.GetValueOrDefault(reason) + count);
        return report with { Dropped = dropped };
    }

    /// <summary>Writes the file, unless nothing was made, and says what was.</summary>
    /// <returns>0, or 2 when nothing was made.</returns>
    public static int Finish(CommandHost host, SyntheticFile file, SyntheticReport report, bool json, IReadOnlyList<string> notes)
    {
        if (!report.Examples.IsEmpty) file.Write(report.Examples);
        if (json)
        {
            host.WriteJson(new { File = report.Examples.IsEmpty ? null : file.Path, Made = report.Examples.Length, Kinds = report.Examples.GroupBy(e => e.Kind).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count()), report.Candidates, Dropped = report.Dropped.ToDictionary(d => Name(d.Key), d => d.Value), Notes = notes });
        }
        else
        {
            host.Out.WriteLine(FormattableString.Invariant($"made: {report.Examples.Length:N0} examples of {report.Candidates:N0} candidates"));
            foreach (string note in notes) host.Out.WriteLine($"  {note}");
            foreach ((SyntheticDrop reason, int count) in report.Dropped) host.Out.WriteLine(FormattableString.Invariant($"dropped: {count:N0} {Words(reason)}"));
            if (!report.Examples.IsEmpty) host.Out.WriteLine($"Written: {PlainWriter.Line(file.Path)}. Next: assay tune make review {PlainWriter.Line(file.Path)}, then name it under 'examples' in assay.yaml");
        }

        if (!report.Examples.IsEmpty) return 0;
        host.Error.WriteLine("Nothing was made, and no file was written.");
        return 2;
    }

    private static string Name(SyntheticDrop reason) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());

    private static string Words(SyntheticDrop reason) => reason switch
    {
        SyntheticDrop.NoQuestion => "are not one question with one answer",
        SyntheticDrop.Leak => "ask what the project is measured with, or nearly",
        SyntheticDrop.NoGold => "have an answer that no passage shows",
        SyntheticDrop.NoDistractors => "leave nothing to tell the answer apart from",
        SyntheticDrop.NoRoom => "do not fit the context (retrieval.contextTokens)",
        SyntheticDrop.NotFound => "ask what the search does not find their passage for",
        SyntheticDrop.Disagreement => "were answered otherwise the second time",
        SyntheticDrop.Contract => "break the contract or do not cite what they rest on",
        SyntheticDrop.Duplicate => "repeat another example",
        SyntheticDrop.TooMany => "are more than --limit",
        _ => reason.ToString(),
    };
}
