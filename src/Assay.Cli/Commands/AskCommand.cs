using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Assay.Answering;
using Assay.Cli.Terminal;
using Assay.Decisions.Prices;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Context;
using Assay.Retrieval.Permissions;
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
        Option<string?> user = CommonOptions.As(), groups = CommonOptions.Groups();
        var command = new Verb("ask",
            """
            Answer a question from the project's documents, with numbered citations that name document, heading and characters.
            Uses the project's model; the built-in extractive reader needs none.

            Examples:
              assay ask "How long do refunds take?" --project samples/support
              assay ask "Which plan has SSO?" --json
              assay ask "Who approves a raise?" --as ann@example.com --groups hr
            """) { question, project, json, user, groups };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string text = CommonOptions.NotBlank(parsed.GetRequiredValue(question), "The question");
            Principal? principal = CommonOptions.Principal(parsed, user, groups);
            Project opened = ProjectFile.Read(CommonOptions.Folder(parsed, project));
            using KnowledgeBase knowledge = Ingested.Open(host, opened, cancellationToken);
            using IAnswerModel model = new AnswerModels(Providers.Options(host) with { RestartBrokenStreams = false }, host.Time)
                .Create(opened, ModelPrices.Of(opened, PriceBook.Bundled()), knowledge);
            var request = new AnswerRequest(text, knowledge.Context(text, principal: principal), FromDocuments: true) { Principal = principal };
            bool asJson = parsed.GetValue(json);
            ModelAnswer answer = await StreamAsync(model, request, asJson ? TextWriter.Null : host.Out, cancellationToken).ConfigureAwait(false);
            ImmutableArray<Citation> citations = CitationResolver.Resolve(answer.Text, request.Passages);
            if (asJson)
            {
                host.Out.WriteLine(JsonSerializer.Serialize(new { question = request.Question, answer = answer.Text, citations = citations.Select(Shape), answer.InputTokens, answer.OutputTokens, answer.ElapsedMs }, JsonFormat.Indented));
            }
            else
            {
                foreach (Citation citation in citations) host.Out.WriteLine(Line(citation));
            }

            return 0;
        });
        return command;
    }

    private static async Task<ModelAnswer> StreamAsync(IAnswerModel model, AnswerRequest request, TextWriter output, CancellationToken cancellationToken)
    {
        ModelAnswer? answer = null;
        await foreach (AnswerEvent answerEvent in model.AnswerAsync(request, cancellationToken).ConfigureAwait(false))
        {
            if (answerEvent is AnswerDelta delta)
            {
                await output.WriteAsync(delta.Text.AsMemory(), cancellationToken).ConfigureAwait(false);
                await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
            else if (answerEvent is AnswerCompleted completed)
            {
                answer = completed.Answer;
            }
        }

        await output.WriteLineAsync().ConfigureAwait(false);
        return answer!;
    }

    private static object Shape(Citation c) => new
    {
        number = c.Number,
        resolves = c.Passage is not null,
        document = c.Passage?.DocumentId,
        heading = c.Passage?.HeadingPath,
        slug = c.Passage?.Slug,
        span = c.Passage is { } p ? new { start = p.Span.Start, end = p.Span.End } : null,
    };

    private static string Line(Citation c) => c.Passage is { } p
        ? $"  [{c.Number}] {p.DocumentId}{(p.Slug.Length > 0 ? "#" + p.Slug : "")}, {(p.HeadingPath.Length > 0 ? p.HeadingPath : p.Title)}, characters {p.Span.Start} to {p.Span.End}"
        : $"  [{c.Number}] does not resolve: no passage with this number was given";
}
