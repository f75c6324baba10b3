using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Assay.Cli.Terminal;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Permissions;
using Assay.Retrieval.Search;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay search</c>: passages for a query.</summary>
internal static class SearchCommand
{
    private const int ExcerptLength = 240;

    public static Command Create(CommandHost host)
    {
        var query = new Argument<string>("query") { Description = "What to look for. Words in \"double quotes\" must stand together." };
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var count = new Option<int>("--count", "-k") { Description = "Most passages shown.", HelpName = "N", DefaultValueFactory = _ => 8 };
        Option<string?> user = CommonOptions.As(), groups = CommonOptions.Groups();
        count.Validators.Add(result =>
        {
            if (!result.Implicit && (result.Tokens is not [{ Value: { } given }] || !int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int most) || most is < 1 or > 1000))
            {
                result.AddError("--count must be a whole number from 1 to 1000.");
            }
        });
        var command = new Verb("search",
            """
            Search the project's documents (BM25 over title, headings and text). Ingests what changed first.

            Examples:
              assay search "refund period" --project samples/support
              assay search FL-4012 -k 3 --json
              assay search "salary bands" --as ann@example.com --groups hr,managers
            """) { query, project, json, count, user, groups };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string text = CommonOptions.NotBlank(parsed.GetRequiredValue(query), "The query");
            Principal? principal = CommonOptions.Principal(parsed, user, groups);
            Project opened = ProjectFile.Read(CommonOptions.Folder(parsed, project));
            using KnowledgeBase knowledge = Ingested.Open(host, opened, cancellationToken);
            IReadOnlyList<Passage> passages = knowledge.Search(text, parsed.GetValue(count), principal);
            if (parsed.GetValue(json))
            {
                host.Out.WriteLine(JsonSerializer.Serialize(new { query = text, passages = passages.Select(Shape) }, JsonFormat.Indented));
            }
            else
            {
                Print(host, passages);
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
        span = new { start = p.Chunk.Span.Start, end = p.Chunk.Span.End },
        text = p.Chunk.Text,
    };

    private static void Print(CommandHost host, IReadOnlyList<Passage> passages)
    {
        if (passages.Count == 0) host.Out.WriteLine("Nothing found.");
        for (int i = 0; i < passages.Count; i++)
        {
            Passage p = passages[i];
            string anchor = p.Chunk.Slug.Length > 0 ? $"#{p.Chunk.Slug}" : "";
            host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1,2}. {p.Chunk.DocumentId}{anchor}  ({p.Score:0.00})"));
            host.Out.WriteLine($"    {Excerpt(p.Chunk.Text)}");
        }
    }

    private static string Excerpt(string text)
    {
        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= ExcerptLength ? line : string.Concat(line.AsSpan(0, ExcerptLength), "…");
    }
}
