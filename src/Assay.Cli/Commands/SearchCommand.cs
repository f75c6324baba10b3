using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Diagnosis;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Retrieval.Search.Expansion;
using Assay.Retrieval.Tracing;

namespace Assay.Cli.Commands;

/// <summary><c>assay search</c>: passages for a query.</summary>
internal static class SearchCommand
{
    public static Command Create(CommandHost host)
    {
        var query = new Argument<string>("query") { Description = "What to look for. Words in \"double quotes\" must stand together." };
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var count = new Option<int>("--count", "-k") { Description = "Most passages shown.", HelpName = "N", DefaultValueFactory = _ => 8 };
        Option<string?> user = CommonOptions.As(), groups = CommonOptions.Groups();
        var explain = new Option<bool>("--explain") { Description = "Show what each stage returned and what would go into a context." };
        var whyNot = new Option<string?>("--why-not") { Description = "Say at which stage a document was lost, by what gap, and one change that finds it.", HelpName = "DOCUMENT" };
        var administrator = new Option<bool>("--administrator") { Description = "With --why-not: say also what is closed to --as." };
        count.Validators.Add(result =>
        {
            if (!result.Implicit && (result.Tokens is not [{ Value: { } given }] || !int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int most) || most is < 1 or > 1000))
            {
                result.AddError("--count must be a whole number from 1 to 1000.");
            }
        });
        administrator.Validators.Add(result =>
        {
            if (!result.Implicit && result.GetResult(whyNot) is null) result.AddError("--administrator says more with --why-not DOCUMENT; alone it changes nothing. Add that, or leave it out.");
        });
        var command = new Verb("search",
            """
            Search the project's documents: BM25 over title, headings and text, fused with a search by meaning where assay.yaml names an
            embedder. Ingests what changed first.

            Examples:
              assay search "refund period" --project samples/support
              assay search FL-4012 -k 3 --json
              assay search "refund period" --explain
              assay search "refund period" --why-not docs/refunds.md
              assay search "salary bands" --as ann@example.com --groups hr,managers
            """) { query, project, json, count, user, groups, explain, whyNot, administrator };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string text = CommonOptions.NotBlank(parsed.GetRequiredValue(query), "The query");
            Principal? principal = CommonOptions.Principal(parsed, user, groups);
            Project opened = ProjectFile.Read(CommonOptions.Folder(parsed, project));
            using KnowledgeBase knowledge = await Ingested.OpenAsync(host, opened, [text], cancellationToken).ConfigureAwait(false);
            ExpandedQuery? expanded = await Expanded.ForAsync(host, opened, knowledge, text, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(whyNot) is { } missed)
            {
                var question = new MissQuestion(text, CommonOptions.DocumentId(opened, missed, "--why-not"), parsed.GetValue(count)) { Principal = principal, IsAdministrator = parsed.GetValue(administrator) };
                MissReport report = knowledge.WhyNot(question, id => File.Exists(Path.Combine(opened.Root, id)), expanded);
                if (parsed.GetValue(json)) host.WriteJson(report);
                else MissText.Write(host.Out, report);
                return 0;
            }

            if (parsed.GetValue(explain))
            {
                SearchTrace trace = knowledge.Explain(text, parsed.GetValue(count), principal, host.Time, expanded);
                if (parsed.GetValue(json)) host.WriteJson(trace);
                else TraceText.Write(host.Out, trace);
                return 0;
            }

            IReadOnlyList<Passage> passages = knowledge.Search(text, parsed.GetValue(count), principal, expanded);
            if (parsed.GetValue(json))
            {
                host.WriteJson(new { query = text, passages = passages.Select(Shape) });
            }
            else
            {
                Print(host, text, passages);
            }

            return 0;
        });
        return command;
    }

    private static object Shape(Passage p, int index) => new
    {
        rank = index + 1,
        score = p.Score,
        document = p.Chunk.DocumentId,
        title = p.Chunk.Title,
        heading = p.Chunk.HeadingPath,
        slug = p.Chunk.Slug,
        place = p.Chunk.Place,
        span = new { start = p.Chunk.Span.Start, end = p.Chunk.Span.End },
        text = p.Chunk.Text,
    };

    private static void Print(CommandHost host, string query, IReadOnlyList<Passage> passages)
    {
        if (passages.Count == 0) host.Out.WriteLine("Nothing found.");
        for (int i = 0; i < passages.Count; i++)
        {
            Passage p = passages[i];
            string anchor = p.Chunk.Place is { } place ? ", " + place : p.Chunk.Slug.Length > 0 ? $"#{p.Chunk.Slug}" : "";
            host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1,2}. {PlainWriter.Line(p.Chunk.DocumentId + anchor)}  ({p.Score:0.00})"));
            host.Out.WriteLine($"    {Excerpt.Of(p.Chunk.Text, query)}");
        }
    }
}
