using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Assay.Evaluation.Judging;
using Assay.Evaluation.Questions;
using Assay.Judging;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Evaluating;

/// <summary>The kept evaluations of a project, one folder each. The manifest is written last, so an evaluation is there whole or not at all.</summary>
/// <param name="workspace">Where they are kept.</param>
public sealed class EvaluationStore(Workspace workspace)
{
    private const string ManifestFile = "manifest.json", QuestionsFile = "questions.jsonl", TextsFile = "passages.jsonl", JudgementsFile = "judgements.jsonl", LabelsFile = "labels.jsonl", ResultFile = "evaluation.json", ClaimFile = "claim";

    /// <summary>Names of the kept evaluations, the oldest first.</summary>
    public ImmutableArray<string> Names => !Directory.Exists(workspace.EvaluationsFolder) ? [] :
        [.. Directory.EnumerateDirectories(workspace.EvaluationsFolder).Where(f => File.Exists(Path.Combine(f, ManifestFile))).Select(f => Path.GetFileName(f)!).Where(n => NumberOf(n) > 0).OrderBy(NumberOf)];

    /// <summary>The folder of an evaluation.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>An absolute path.</returns>
    public string FolderOf(string name) => Path.Combine(workspace.EvaluationsFolder, name);

    /// <summary>A name that no evaluation has yet; its folder is made, so that no other run takes it.</summary>
    /// <returns><c>e1</c> and up.</returns>
    public string NewName()
    {
        Directory.CreateDirectory(workspace.EvaluationsFolder);
        int last = Directory.EnumerateDirectories(workspace.EvaluationsFolder).Select(f => NumberOf(Path.GetFileName(f)!)).DefaultIfEmpty(0).Max();
        for (int number = last + 1; ; number++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"e{number}");
            Directory.CreateDirectory(FolderOf(name));
            if (IsClaimed(name)) return name;
        }
    }

    // Two runs may come to the same number at once: only one of them can make this file.
    private bool IsClaimed(string name)
    {
        try
        {
            using FileStream claim = new(Path.Combine(FolderOf(name), ClaimFile), FileMode.CreateNew);
            return true;
        }
        catch (IOException) when (File.Exists(Path.Combine(FolderOf(name), ClaimFile)))
        {
            return false;
        }
    }

    /// <summary>Keeps an evaluation.</summary>
    /// <param name="record">What it is made of.</param>
    /// <param name="texts">The texts that its answers have seen, by SHA-256.</param>
    /// <param name="result">Its figures.</param>
    /// <exception cref="AssayException">It cannot be written.</exception>
    public void Keep(EvaluationRecord record, IReadOnlyDictionary<string, string> texts, string result)
    {
        ArgumentNullException.ThrowIfNull(record);
        string folder = FolderOf(record.Manifest.Name);
        AtomicFile.Write(Path.Combine(folder, QuestionsFile), w => Lines(w, record.Questions.Questions.Select(QuestionLine.Write)));
        AtomicFile.Write(Path.Combine(folder, TextsFile), w => Lines(w, texts.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => JsonSerializer.Serialize(new RecordedText(t.Key, t.Value), JsonFormat.Compact))));
        foreach (RecordedRun run in record.Runs) AtomicFile.Write(Path.Combine(folder, $"{run.Arm}.jsonl"), w => Lines(w, run.Rows.Select(r => JsonSerializer.Serialize(r, JsonFormat.Compact))));
        if (record.Judgements.Length > 0) AtomicFile.Write(Path.Combine(folder, JudgementsFile), w => Lines(w, record.Judgements.Select(j => JsonSerializer.Serialize(j, JsonFormat.Compact))));
        if (record.Labels.Length > 0) AtomicFile.Write(Path.Combine(folder, LabelsFile), w => Lines(w, record.Labels.Select(l => JsonSerializer.Serialize(l, JsonFormat.Compact))));
        AtomicFile.Write(Path.Combine(folder, ResultFile), result);
        EvaluationManifest manifest = record.Manifest with { Files = Hashes(folder) };
        AtomicFile.Write(Path.Combine(folder, ManifestFile), JsonSerializer.Serialize(manifest, JsonFormat.Indented) + "\n");
    }

    /// <summary>Reads a kept evaluation.</summary>
    /// <param name="name">Its name, or <c>latest</c>.</param>
    /// <returns>The evaluation.</returns>
    /// <exception cref="InputException">There is none of this name, or it is damaged.</exception>
    public EvaluationRecord Read(string name)
    {
        string found = Named(name), folder = FolderOf(found);
        try
        {
            (EvaluationManifest manifest, QuestionSet questions) = Head(folder);
            return new EvaluationRecord(manifest, questions, [.. manifest.Arms.Select(a => new RecordedRun(a, [.. Rows<RecordedAnswer>(Path.Combine(folder, $"{a}.jsonl"))]))])
            {
                Judgements = [.. manifest.Judge is null || !File.Exists(Path.Combine(folder, JudgementsFile)) ? [] : Rows<RecordedJudgement>(Path.Combine(folder, JudgementsFile))],
                Labels = [.. File.Exists(Path.Combine(folder, LabelsFile)) ? Rows<AnswerLabel>(Path.Combine(folder, LabelsFile)) : []],
            };
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new InputException(new Problem(folder, null, $"This evaluation cannot be read ({e.Message.TrimEnd('.')}). Remove its folder and run `assay eval` again: answers that were paid for are kept elsewhere."));
        }
    }

    /// <summary>What an evaluation was made of and the questions it asked, without the answers.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Null where its files are damaged.</returns>
    public (EvaluationManifest Manifest, QuestionSet Questions)? Asked(string name)
    {
        try
        {
            return Head(FolderOf(name));
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or InputException)
        {
            return null;
        }
    }

    private static (EvaluationManifest Manifest, QuestionSet Questions) Head(string folder)
    {
        EvaluationManifest manifest = JsonSerializer.Deserialize<EvaluationManifest>(File.ReadAllText(Path.Combine(folder, ManifestFile)), JsonFormat.Compact)!;
        ImmutableSortedDictionary<string, string> now = Hashes(folder);
        if (manifest.Files.Keys.Union(now.Keys).FirstOrDefault(n => manifest.Files.GetValueOrDefault(n) != now.GetValueOrDefault(n)) is { } changed)
        {
            throw new InputException(new Problem(Path.Combine(folder, changed), null, "This file is not as it was kept, so the evaluation cannot be read as evidence any more. Put it back, or remove the folder and run `assay eval` again."));
        }

        return (manifest, QuestionReader.Read(Path.Combine(folder, QuestionsFile)));
    }

    /// <summary>The texts that the answers of an evaluation have seen.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>By SHA-256.</returns>
    public IReadOnlyDictionary<string, string> Texts(string name) => Rows<RecordedText>(Path.Combine(FolderOf(name), TextsFile)).ToDictionary(t => t.Hash, t => t.Text, StringComparer.Ordinal);

    /// <summary>The figures of an evaluation as they were kept.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>JSON; null when they are not there.</returns>
    public string? Result(string name) => Path.Combine(FolderOf(name), ResultFile) is var file && File.Exists(file) ? File.ReadAllText(file) : null;

    private static ImmutableSortedDictionary<string, string> Hashes(string folder) => Directory.EnumerateFiles(folder).Where(f => Path.GetExtension(f) == ".jsonl" || Path.GetFileName(f) == ResultFile)
        .ToImmutableSortedDictionary(f => Path.GetFileName(f), Hash, StringComparer.Ordinal);

    private static string Hash(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private string Named(string name)
    {
        ImmutableArray<string> names = Names;
        if (name == "latest" && names.Length > 0) return names[^1];
        return names.Contains(name, StringComparer.Ordinal) ? name
            : throw new InputException(new Problem("", null, names.Length == 0 ? $"There is no evaluation '{name}': none is kept here yet. Run `assay eval` first." : $"There is no evaluation '{name}'. Kept are {string.Join(", ", names.TakeLast(12))}{(names.Length > 12 ? " and older ones" : "")}; the last one is also called latest."));
    }

    private static int NumberOf(string name) => name.Length is > 1 and < 10 && name[0] == 'e' && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static void Lines(TextWriter writer, IEnumerable<string> lines)
    {
        foreach (string line in lines) writer.WriteLine(line);
    }

    private static IEnumerable<T> Rows<T>(string file)
    {
        foreach (string line in File.ReadLines(file))
        {
            if (line.Length > 0) yield return JsonSerializer.Deserialize<T>(line, JsonFormat.Compact)!;
        }
    }
}

/// <summary>A text that an answer has seen.</summary>
/// <param name="Hash">Its SHA-256.</param>
/// <param name="Text">The text.</param>
internal sealed record RecordedText(string Hash, string Text);
