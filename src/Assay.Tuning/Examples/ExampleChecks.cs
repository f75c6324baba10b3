using System.Collections.Immutable;
using Assay.Tuning.Examples.Checks;
using Assay.Tuning.Examples.Facts;
using Assay.Tuning.Examples.Sensitive;

namespace Assay.Tuning.Examples;

/// <summary>All checks of training data in one run.</summary>
public static class ExampleChecks
{
    private const int ListedLines = 20, FewExamples = 50;

    /// <summary>Checks training data.</summary>
    /// <param name="set">What was read.</param>
    /// <param name="options">What to check against.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <returns>The report.</returns>
    public static ExampleReport Run(ExampleSet set, ExampleCheckOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        ImmutableArray<ChatExample> examples = set.Conversations;
        DocumentSupport? support = options.Support ?? (options.Documents.Count > 0 ? new DocumentTexts(options.Documents).Support : null);
        Redactor redactor = new();
        int asked = 0;
        Func<ChatExample, string, bool>? knows = options.Knows is { } model ? (e, s) => asked < options.MostAsked && ++asked > 0 && model(e, s) : null;
        ExampleReport report = new(set.Path, set.Format, set.Rows, examples.Length)
        {
            Problems = set.Problems,
            Synthetic = examples.Where(e => e.Making.Synthetic is not null).GroupBy(e => Shown(e.Making.Synthetic!)).ToImmutableSortedDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal),
            Rejected = set.Rejected,
            Sensitive = set.Sensitive,
            Lengths = options.Tokenizer is { } tokenizer ? LengthReport.Of(examples, tokenizer, options.Window, cancellationToken) : null,
            Template = options.Template is { } template ? new TemplateCheck(template, options.BeginText, options.EndText).Find(examples, cancellationToken) : [],
            Duplicates = DuplicateFinder.Find(examples, options.Duplicates, cancellationToken),
            Leak = options.Questions.Count > 0 ? new LeakFinder(options.Questions, options.Documents).Find(examples, cancellationToken) : null,
            Facts = support is null ? [] : [.. new FactTriage(support, knows).Judge(examples, cancellationToken).Where(f => f.Kind != FactKind.Behaviour).Select(f => f with { Sentence = redactor.Redact(f.Sentence, f.Line, "") })],
        };
        List<ExampleFinding> findings = [.. Rows(set, examples, options), .. Synthetic(set, examples), .. Supervision(examples, report), .. Lengths(report, options), .. Duplicates(report), .. Leaks(report), .. Sensitive(set), .. Facts(report, options, asked), .. Project(examples, options)];
        return report with { Findings = [.. findings.OrderByDescending(f => f.Severity)] };
    }

    private static IEnumerable<ExampleFinding> Rows(ExampleSet set, ImmutableArray<ChatExample> examples, ExampleCheckOptions options)
    {
        if (set.ProblemCount > 0) yield return Finding("rows", options.SkipBadRows ? FindingSeverity.Warning : FindingSeverity.Error, $"{set.ProblemCount} things are wrong with rows; the first {set.Problems.Length} are listed. {(options.SkipBadRows ? "These rows are left out." : "Repair them and read again.")}", set.Problems.Select(p => p.Line ?? 0).Where(l => l > 0).Distinct()) with { Count = set.ProblemCount };
        if (examples.Length is > 0 and < FewExamples) yield return Finding("rows", FindingSeverity.Warning, $"{examples.Length} examples are few: from {FewExamples} to 100 on a style or format is learned, and providers take no fewer than 10. Write more, or put them into the prompt.", []);
        if (set.UnusedFields.Count > 0) yield return Finding("rows", FindingSeverity.Note, $"Fields that are not used: {string.Join(", ", set.UnusedFields.Take(10).Select(u => $"{u.Key} ({u.Value} rows)"))}. If one of them is what is asked or answered, name it in a map of names.", []);
    }

    private static IEnumerable<ExampleFinding> Synthetic(ExampleSet set, ImmutableArray<ChatExample> examples)
    {
        if (set.Rejected > 0) yield return Finding("synthetic", FindingSeverity.Note, $"{set.Rejected} rows were rejected in a review and are left out.", []);
        ChatExample[] made = [.. examples.Where(e => e.Making.Synthetic is not null)];
        if (made.Length == 0) yield break;
        int[] open = [.. made.Where(e => e.Making.Reviewed == ExampleReview.None).Select(e => e.Line)];
        string kinds = string.Join(", ", made.GroupBy(e => Shown(e.Making.Synthetic!)).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(5).Select(g => $"{g.Count()} {g.Key}"));
        string all = $"{made.Length} of {examples.Length} examples are synthetic ({kinds})";
        yield return open.Length == 0 ? Finding("synthetic", FindingSeverity.Note, $"{all}; all of them were reviewed.", [])
            : Finding("synthetic", FindingSeverity.Warning, $"{all}, and nobody has reviewed {open.Length} of them: what is wrong in one is learned with it. Go through them with `assay tune make review`.", open);
    }

    private static string Shown(string kind) => kind.Length <= 20 && kind.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? kind : "other";

    private static IEnumerable<ExampleFinding> Supervision(ImmutableArray<ChatExample> examples, ExampleReport report)
    {
        List<int> nothing = [.. examples.Where(e => !e.Messages.Any(m => m is { Role: "assistant", Learned: true })).Select(e => e.Line)];
        if (report.Lengths is { } lengths) nothing = [.. nothing.Union(lengths.NothingLearned).Order()];
        if (nothing.Count > 0) yield return Finding("supervision", FindingSeverity.Error, $"{nothing.Count} examples teach nothing: no token of them is learned. Give an assistant's message the weight 1, shorten the example so that its answer fits the window, or remove it.", nothing);
        List<RowFault> faults = [.. report.Template];
        if (report.Lengths is { } measured) faults.AddRange(measured.Failed.Where(f => !faults.Any(t => t.Line == f.Line)));
        foreach (IGrouping<string, RowFault> same in faults.OrderBy(f => f.Line).GroupBy(f => f.Message).Take(5)) yield return Finding("template", FindingSeverity.Error, same.Key, same.Select(f => f.Line));
    }

    private static IEnumerable<ExampleFinding> Lengths(ExampleReport report, ExampleCheckOptions options)
    {
        if (report.Lengths is not { TooLong.Length: > 0 } lengths) yield break;
        string what = options.CutLong ? $"are cut there, and {lengths.TooLong.Sum(t => (long)t.LearnedLost)} tokens to be learned are lost. Shorten them if that matters." : "do not fit. Shorten them, split them, choose a larger window, or allow cutting.";
        yield return Finding("length", options.CutLong ? FindingSeverity.Warning : FindingSeverity.Error, $"{lengths.TooLong.Length} examples are longer than the window of {lengths.Window} tokens (the longest has {lengths.TooLong.Max(t => t.Tokens)}) and {what}", lengths.TooLong.Select(t => t.Line));
    }

    private static IEnumerable<ExampleFinding> Duplicates(ExampleReport report)
    {
        int[] exact = [.. report.Duplicates.ExactLines], near = [.. report.Duplicates.Pairs.Where(p => p.Kind == DuplicateKind.Near).Select(p => p.Second)];
        if (exact.Length > 0 && exact.Length == report.Examples - 1) yield return Finding("duplicates", FindingSeverity.Error, "All examples are the same: nothing can be learned but this one answer. Was the file made by a loop that did not advance?", exact);
        else if (exact.Length > 0) yield return Finding("duplicates", FindingSeverity.Warning, $"{exact.Length} examples repeat an earlier one exactly and so count more than the others. Remove them.", exact);
        if (near.Length > 0) yield return Finding("duplicates", FindingSeverity.Warning, $"{near.Length} examples nearly repeat an earlier one. Keep one of each, or keep them on one side of a split.", near);
        foreach (IGrouping<ContradictionKind, Contradiction> kind in report.Duplicates.Contradictions.GroupBy(c => c.Kind).OrderBy(g => g.Key))
        {
            string what = kind.Key switch { ContradictionKind.Label => "another label or value", ContradictionKind.Figures => "other numbers", _ => "other words" };
            FindingSeverity severity = kind.Key == ContradictionKind.Wording ? FindingSeverity.Note : FindingSeverity.Warning;
            yield return Finding("contradictions", severity, $"{kind.Count()} examples answer the question of an earlier one with {what}. {(severity == FindingSeverity.Note ? "That is good where several ways to say it are wanted." : "Decide which is right and remove the other.")}", kind.Select(c => c.Second));
        }
    }

    private static IEnumerable<ExampleFinding> Leaks(ExampleReport report)
    {
        if (report.Leak is not { } leak) yield break;
        int[] lines = [.. leak.Pairs.Where(p => p.Kind != LeakKind.SameDocument).Select(p => p.Line).Distinct()];
        if (lines.Length > 0) yield return Finding("leak", FindingSeverity.Warning, $"{lines.Length} examples hold {leak.Suspects.Count} of the {leak.Questions} questions that the model will be scored on, word for word or nearly ({string.Join(", ", leak.Suspects.Take(5))}{(leak.Suspects.Count > 5 ? ", ..." : "")}). Remove them, or read the score without these questions.", lines);
        if (leak.SameDocumentPairs > 0) yield return Finding("leak", FindingSeverity.Note, $"{leak.SameDocumentSuspects.Count} more questions are answered by documents that examples are made from or quote.", leak.Pairs.Where(p => p.Kind == LeakKind.SameDocument).Select(p => p.Line).Distinct());
    }

    private static IEnumerable<ExampleFinding> Sensitive(ExampleSet set)
    {
        if (set.Sensitive.Length == 0) yield break;
        string kinds = string.Join(", ", set.Sensitive.GroupBy(s => s.Kind).OrderBy(g => g.Key).Select(g => $"{g.Count()} {Name(g.Key)}"));
        (FindingSeverity severity, string what) = set.SensitiveMode switch
        {
            SensitiveMode.Redact => (FindingSeverity.Note, "They were replaced by placeholders."),
            SensitiveMode.Keep => (FindingSeverity.Warning, "They stay, as asked: a model can be made to say what it was trained on."),
            _ => (FindingSeverity.Error, "Remove them, have them replaced by placeholders, or say that they may stay: a model can be made to say what it was trained on."),
        };
        yield return Finding("sensitive", severity, $"Personal data or secrets: {kinds}. {what}", set.Sensitive.Select(s => s.Line).Distinct());
    }

    private static IEnumerable<ExampleFinding> Facts(ExampleReport report, ExampleCheckOptions options, int asked)
    {
        int[] unknown = [.. report.Facts.Where(f => f.Kind == FactKind.UnknownFact).Select(f => f.Line)], inDocuments = [.. report.Facts.Where(f => f.Kind == FactKind.FactInDocuments).Select(f => f.Line)], known = [.. report.Facts.Where(f => f.Kind == FactKind.KnownFact).Select(f => f.Line)];
        string where = options.Knows is null ? "neither their prompt nor the documents have"
            : $"neither their prompt nor the documents have, and that the base model does not know{(asked >= options.MostAsked ? $" or was not asked about (it was asked about the first {asked} sentences)" : "")}";
        if (unknown.Length > 0) yield return Finding("facts", FindingSeverity.Warning, $"{unknown.Length} examples state particulars that {where}. Training on unknown facts makes a model invent more: put them into the documents, or take them out of the answers.", unknown);
        if (inDocuments.Length > 0) yield return Finding("facts", FindingSeverity.Note, $"{inDocuments.Length} examples state facts that the documents have. Retrieval serves such facts better: there they can be changed and cited.", inDocuments);
        if (known.Length > 0) yield return Finding("facts", FindingSeverity.Note, $"{known.Length} examples state facts that the base model knows and the documents do not have. Put them into the documents if answers must cite them.", known);
    }

    private static IEnumerable<ExampleFinding> Project(ImmutableArray<ChatExample> examples, ExampleCheckOptions options)
    {
        if (options.FormProblem is { } problem && ProjectChecks.OfOtherForm(examples, problem) is { Lines.Length: > 0 } other)
            yield return Finding("contract", FindingSeverity.Warning, $"The answers of {other.Lines.Length} of {examples.Length} examples do not keep the project's contract (line {other.Lines[0]}: {other.First!.TrimEnd('.')}). A model learns to break it from them: correct these answers, or the contract.", other.Lines);
        if (options.Documents.Count > 0 && ProjectChecks.OfNoDocument(examples, options.Documents) is { Lines.Length: > 0 } missing)
            yield return Finding("documents", FindingSeverity.Warning, $"{missing.Lines.Length} examples name documents that the project does not have ({string.Join(", ", missing.Names.Take(3))}{(missing.Names.Length > 3 ? ", ..." : "")}), so that they are not kept apart from what is measured on these documents. Name documents by their path from the project's folder.", missing.Lines);
    }

    private static string Name(SensitiveKind kind) => kind switch
    {
        SensitiveKind.PrivateKey => "private keys",
        SensitiveKind.Key => "keys and passwords",
        SensitiveKind.Card => "card numbers",
        SensitiveKind.Iban => "bank accounts",
        SensitiveKind.Email => "e-mail addresses",
        SensitiveKind.Phone => "telephone numbers",
        SensitiveKind.NationalId => "social security numbers",
        _ => "network addresses",
    };

    private static ExampleFinding Finding(string check, FindingSeverity severity, string message, IEnumerable<int> lines)
    {
        int[] all = [.. lines];
        return new ExampleFinding(check, severity, message, all.Length, [.. all.Take(ListedLines)]);
    }
}
