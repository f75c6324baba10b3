using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Assay.Answerability;
using Assay.Answering;
using Assay.Arms;
using Assay.Cli.Terminal;
using Assay.Decisions.Prices;
using Assay.FineTuning;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Context;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search.Expansion;
using Assay.Retrieval.Tracing;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay ask</c>: one answer with its citations.</summary>
internal static class AskCommand
{
    public static Command Create(CommandHost host)
    {
        var question = new Argument<string>("question") { Description = "What to answer from the project's documents." };
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        Option<string?> decoding = CommonOptions.Decoding(), version = CommonOptions.Version();
        Option<string?> user = CommonOptions.As(), groups = CommonOptions.Groups();
        var explain = new Option<bool>("--explain") { Description = "For an answer that was worked out over tables: the query, and every row it rests on with its cells." };
        var command = new Verb("ask",
            """
            Answer a question from the project's documents, with numbered citations that name document, page, cell or slide,
            heading and characters.
            Uses the project's model; the built-in extractive reader needs none. Citations are checked before the answer is shown: a sentence
            that no cited passage supports is listed as unsupported. Questions about counts, sums, averages, dates and rows of tables are worked
            out over the rows, which are cited; no model is asked.

            Examples:
              assay ask "How long do refunds take?" --project samples/support
              assay ask "Which plan has SSO?" --json
              assay ask "Which plan has SSO?" --version champion
              assay ask "Who approves a raise?" --as ann@example.com --groups hr
              assay ask "How many open tickets does Berlin have?" --explain
            """) { question, project, json, decoding, version, user, groups, explain };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string text = CommonOptions.NotBlank(parsed.GetRequiredValue(question), "The question");
            Principal? principal = CommonOptions.Principal(parsed, user, groups);
            Project opened = CommonOptions.Decoded(parsed, decoding, ProjectFile.Read(CommonOptions.Folder(parsed, project)));
            using WorkspaceLock running = WorkspaceLock.Share(Workspace.Open(opened.Root), "assay ask");
            using KnowledgeBase knowledge = await Ingested.OpenAsync(host, opened, [text], cancellationToken).ConfigureAwait(false);
            if (new TableAnswering(opened, knowledge).Answer(text, principal) is { } computed)
            {
                TableAnswerOutput.Write(host, new AnswerRequest(text, computed.Table.Passages, FromDocuments: true) { Principal = principal, Computed = computed }, new AnswerAudit(opened, knowledge, host.Time), knowledge.Generation, (parsed.GetValue(json), parsed.GetValue(explain)));
                return 0;
            }

            var models = new AnswerModels(Providers.Options(host) with { RestartBrokenStreams = false }, host.Time);
            using IAnswerModel model = parsed.GetValue(version) is { } named
                ? models.CreateTuned(opened, TunedModels.Required(opened, Workspace.Open(opened.Root), CommonOptions.NotBlank(named, "--version")))
                : models.Create(opened, ModelPrices.Of(opened, PriceBook.Bundled()), knowledge);
            foreach (string stale in AnswerModels.PromptWarnings(model, ArmCatalog.Rag)) host.Error.WriteLine($"warning: {stale}");
            PromptRoom.Count(knowledge, model);
            AnswerGate? gate = AnswerGate.Open(opened, Workspace.Open(opened.Root), knowledge);
            var trace = new TraceBuilder(text, host.Time) { Generation = knowledge.Generation, Asker = AnswerAudit.Asker(principal) };
            double? probability = gate?.Probability(text, principal);
            bool withheld = probability < gate?.Threshold;
            ExpandedQuery? expanded = withheld ? null : await Expanded.ForAsync(host, opened, knowledge, text, cancellationToken).ConfigureAwait(false);
            var request = new AnswerRequest(text, knowledge.Context(text, principal: principal, trace: trace, expanded: expanded), FromDocuments: true) { Principal = principal };
            request = request with { Passages = PromptRoom.First(request.Passages, PromptRoom.Passages(model, request)) };
            if (withheld) trace.Skipped("answer", string.Create(CultureInfo.InvariantCulture, $"withheld: answerable with probability {probability:0.000}, below {gate!.Threshold:0.000}"));
            ModelAnswer answer = withheld ? new ModelAnswer { Text = gate!.Answer } : await AnswerAsync(model, request, cancellationToken).ConfigureAwait(false);
            var audit = new AnswerAudit(opened, knowledge, host.Time);
            AuditedAnswer audited = audit.Check(answer.Text, request);
            long kept = audit.Keep(audited, trace);
            if (parsed.GetValue(json))
            {
                host.WriteJson(new
                {
                    question = text,
                    answer = answer.Text,
                    citations = audited.Check.Citations.Select(c => Shape(c, PlaceOf(c))),
                    sentences = audited.Check.Sentences.Select(s => Shape(audited, request.Passages, s)),
                    audited.Abstained,
                    withheld,
                    answerable = probability,
                    answer.InputTokens,
                    answer.OutputTokens,
                    answer.ElapsedMs,
                    expansion = expanded is null ? null : new { expanded.Kind, expanded.Outcome, searchedFor = expanded.Variants.Select(v => v.Text), expanded.Reply?.InputTokens, expanded.Reply?.OutputTokens, expanded.Reply?.ElapsedMs, kept = expanded.IsKept },
                    trace = kept,
                });
            }
            else
            {
                Print(host.Out, answer.Text, audited);
                host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  trace {kept}"));
            }

            return 0;
        });
        return command;
    }

    private static async Task<ModelAnswer> AnswerAsync(IAnswerModel model, AnswerRequest request, CancellationToken cancellationToken)
    {
        ModelAnswer? answer = null;
        await foreach (AnswerEvent answerEvent in model.AnswerAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (answerEvent is AnswerCompleted completed) answer = completed.Answer;
        }

        return answer!;
    }

    internal static object Shape(CheckedCitation c, string? place) => new
    {
        number = c.Citation.Number,
        resolves = c.Citation.Passage is not null,
        state = c.State,
        document = c.Citation.Passage?.DocumentId,
        heading = c.Citation.Passage?.HeadingPath,
        slug = c.Citation.Passage?.Slug,
        place,
        span = Shape(c.Citation.Passage?.Span),
        evidence = Shape(c.Evidence),
        updated = c.Citation.Passage?.Updated,
    };

    private static object Shape(AuditedAnswer audited, ImmutableArray<ContextPassage> passages, CheckedSentence s) => new
    {
        text = s.Span.Of(audited.Text).ToString(),
        passages = s.Passages,
        supported = s.IsSupported,
        support = s.Support,
        missing = s.Missing,
        quotes = s.Quotes.Select(q => new
        {
            text = q.Span.Of(audited.Text).ToString(),
            found = q.Number is not null,
            passage = q.Number,
            place = q.Source is { } source ? passages.First(p => p.Number == q.Number).PlaceOf(source) : null,
            span = Shape(q.Source),
        }),
    };

    private static object? Shape(TextSpan? span) => span is { } s ? new { start = s.Start, end = s.End } : null;

    private static void Print(TextWriter output, string answer, AuditedAnswer audited)
    {
        output.WriteLine(answer);
        foreach (CheckedCitation citation in audited.Check.Citations) output.WriteLine(Line(citation));
        foreach (CheckedSentence sentence in audited.Check.Unsupported) output.WriteLine($"  unsupported: {sentence.Span.Of(audited.Text)} ({Why(sentence)})");
    }

    private static string Why(CheckedSentence s)
    {
        if (s.Passages.Length == 0) return "it cites no passage";
        string against = string.Join(", ", s.Passages.Select(n => $"[{n.ToString(CultureInfo.InvariantCulture)}]"));
        if (s.Quotes.Any(q => q.Number is null)) return $"the quotation does not stand in {against}";
        return s.Missing.Length > 0 ? $"not in {against}: {string.Join(", ", s.Missing.Distinct())}" : $"the words stand in {against}, but not together";
    }

    private static string? PlaceOf(CheckedCitation c) => c.Citation.Passage is not { } p ? null : c.Evidence is { } evidence ? p.PlaceOf(evidence) : p.Place;

    private static string Line(CheckedCitation c)
    {
        if (c.Citation.Passage is not { } p) return $"  [{c.Citation.Number}] does not resolve: no passage with this number was given";
        string state = c.State switch { CitationState.Changed => "; the document was changed since", CitationState.Gone => "; the document is gone", _ => "" };
        string? place = PlaceOf(c);
        string where = place is not null ? ", " + place : p.Slug.Length > 0 ? "#" + p.Slug : "";
        return $"  [{p.Number}] {PlainWriter.Line($"{p.DocumentId}{where}, {(p.HeadingPath.Length > 0 ? p.HeadingPath : p.Title)}")}, characters {p.Span.Start} to {p.Span.End}{state}";
    }
}
