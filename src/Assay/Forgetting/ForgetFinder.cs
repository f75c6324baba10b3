using System.Collections.Immutable;
using System.Text.Json;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Running;
using Assay.Workspaces;

namespace Assay.Forgetting;

/// <summary>Finds what a document left in a workspace and in the user's own files. Changes nothing.</summary>
/// <param name="project">Its questions and examples are searched.</param>
/// <param name="workspace">Everything in it is searched.</param>
/// <param name="names">Ids of the document.</param>
/// <param name="print">Recognises its text.</param>
internal sealed class ForgetFinder(Project project, Workspace workspace, ImmutableArray<string> names, TextPrint print)
{
    /// <summary>Answers whose prompt held the document or that repeat its words; those of an older Assay also when a run says that they were written with it in view.</summary>
    /// <param name="isOfIt">Whether what was in a prompt is the document.</param>
    public (IReadOnlyList<string> Keys, int All) Answers(Func<AnswerSource, bool> isOfIt)
    {
        if (!File.Exists(workspace.AnswersFile)) return ([], 0);
        HashSet<string> seen = [.. All(workspace.RunsFolder).Where(f => Path.GetExtension(f) == ".jsonl").SelectMany(Rows)
            .Where(r => !r.Context.IsDefault && r.Context.Any(c => names.Contains(DocumentReference.DocumentId(c)))).Select(r => r.Answer)];
        using AnswerCache cache = AnswerCache.Open(workspace, survivesPowerLoss: true);
        return cache.Find((answer, sources) => print.IsIn(answer.Text) || (sources?.Any(isOfIt) ?? seen.Contains(answer.Text)));
    }

    /// <summary>Stages, runs and reports that name the document or repeat its words, in folders below too.</summary>
    public ImmutableArray<ForgetFile> Files()
    {
        ImmutableArray<ForgetFile> found = [.. Holding("stage", All(workspace.StagesFolder)), .. Holding("run", All(workspace.RunsFolder)), .. Directory.Exists(workspace.HostedExamplesFolder) ? Holding("tuning", All(workspace.HostedExamplesFolder)) : [], .. Holding("prompt", Directory.GetFiles(workspace.Root, Path.GetFileName(workspace.PromptFile) + "*")), .. Evaluations()];
        IEnumerable<string> reports = new[] { workspace.ComparisonFile, workspace.ReportFile }.SelectMany(f => Directory.GetFiles(workspace.Root, Path.GetFileName(f) + "*"));
        return found.AddRange(found.Any(f => f.Kind == "run") ? reports.Select(f => Entry("report", f)) : Holding("report", reports));
    }

    /// <summary>Whether a kept answer or a file that is made from documents names this one.</summary>
    public bool IsNamed() => Answers(s => names.Contains(s.Document)).Keys.Count > 0 || All(workspace.RunsFolder).Concat(All(workspace.StagesFolder)).Concat(EvaluationFolders().SelectMany(All)).Select(File.ReadAllText)
        .Any(text => names.Any(n => JsonSerializer.Serialize(n, JsonFormat.Compact)[..^1] is var quoted && (text.Contains(quoted + "\"", StringComparison.Ordinal) || text.Contains(quoted + "#", StringComparison.Ordinal))));

    /// <summary>Lines of the user's own questions and examples that name the document or repeat its words.</summary>
    public IEnumerable<(string Kind, string Where)> Lines()
    {
        foreach ((string kind, string? file) in new[] { ("question", (string?)project.Questions), ("example", project.Examples) })
        {
            if (file is null || !File.Exists(file)) continue;
            int number = 0;
            foreach (string line in File.ReadLines(file))
            {
                number++;
                if (Strings(line).Any(s => names.Contains(DocumentReference.DocumentId(s)) || print.IsIn(s))) yield return (kind, $"{project.Display(file)}:{number}");
            }
        }
    }

    private IEnumerable<ForgetFile> Holding(string kind, IEnumerable<string> files) => files.Where(IsHeldIn).Select(f => Entry(kind, f));

    // Without what its answers rest on an evaluation is not what it was: it goes whole.
    private IEnumerable<ForgetFile> Evaluations() => EvaluationFolders().Select(f => All(f).ToArray()).Where(files => files.Any(IsHeldIn)).SelectMany(files => files.Select(f => Entry("evaluation", f)));

    private IEnumerable<string> EvaluationFolders() => Directory.Exists(workspace.EvaluationsFolder) ? Directory.EnumerateDirectories(workspace.EvaluationsFolder).Order(StringComparer.Ordinal) : [];

    // Searched as it stands, and string by string: in JSON a line break is two letters that stick to the next word.
    private bool IsHeldIn(string file)
    {
        string text = File.ReadAllText(file);
        if (IsNamedIn(text) || print.IsIn(text)) return true;
        string[] parts = Path.GetExtension(file) == ".jsonl" ? text.Split('\n') : [text];
        return parts.SelectMany(Strings).Any(s => IsNamedIn(s) || print.IsIn(s));
    }

    // A name that is only the end or the beginning of a longer one is another document's.
    private bool IsNamedIn(string text) => names.Any(name =>
    {
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            int end = at + name.Length;
            if ((at == 0 || !IsOfPath(text[at - 1])) && (end == text.Length || !IsOfPath(text[end]) || text[end] == '.')) return true;
        }

        return false;
    });

    private static bool IsOfPath(char c) => char.IsLetterOrDigit(c) || c is '/' or '\\' or '.' or '-' or '_';

    private ForgetFile Entry(string kind, string file) => new(kind, Path.GetRelativePath(workspace.Root, file).Replace('\\', '/'));

    private static IEnumerable<string> All(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static IEnumerable<AnswerRow> Rows(string file)
    {
        foreach (string line in File.ReadLines(file))
        {
            AnswerRow? row = null;
            try
            {
                row = JsonSerializer.Deserialize<AnswerRow>(line, JsonFormat.Compact);
            }
            catch (JsonException)
            {
                // A line that another version wrote; its file is searched as text.
            }

            if (row is not null) yield return row;
        }
    }

    private static IEnumerable<string> Strings(string line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            return [.. Strings(json.RootElement)];
        }
        catch (JsonException)
        {
            return [line];
        }
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Strings(p.Value)),
        _ => [],
    };
}
