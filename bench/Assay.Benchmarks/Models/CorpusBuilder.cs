using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Benchmarks.Models.Embedding;
using Assay.Benchmarks.Models.Reading;
using Assay.Text.Tokenizers;
using Assay.Tuning.FromScratch;

namespace Assay.Benchmarks.Models;

/// <summary>Makes a recipe's corpus: cleaned, without repetitions and without anything that models are measured on; then the vocabulary and the tokens.</summary>
/// <param name="recipe">The recipe.</param>
/// <param name="data">The folder of the sources.</param>
/// <param name="shared">The folder of the evaluation sets.</param>
/// <param name="work">Where everything is kept.</param>
internal sealed class CorpusBuilder(ModelRecipe recipe, string data, string shared, string work)
{
    /// <summary>Words of the runs by which near-copies are found.</summary>
    public const int RunLength = 10;

    private const int LeastText = 200, HeldOutOf = 128;
    private readonly HashSet<ulong> seen = [];
    private readonly ShingleSet known = new(RunLength);
    private readonly List<string> report = [];

    /// <summary>The folder of a corpus.</summary>
    public static string TextFile(string work, string source) => Path.Combine(work, "text", source + ".jsonl");

    /// <summary>The tokens of a source.</summary>
    public static string TokenFile(string work, string source) => Path.Combine(work, "tokens", source + ".bin");

    /// <summary>Questions that people wrote, of a kind of lessons.</summary>
    public static string QuestionFile(string work, string kind) => Path.Combine(work, "text", kind + ".questions.jsonl");

    /// <summary>Synonyms, where the recipe names WordNet.</summary>
    public static string SynonymFile(string work) => Path.Combine(work, "text", "synonyms.tsv");

    /// <summary>The model that training begins with, whose vocabulary is the one of all.</summary>
    public static string Start(string work) => Path.Combine(work, "start");

    /// <summary>Documents of a source as they were kept.</summary>
    public static IEnumerable<CorpusDocument> Documents(string work, string source) => File.ReadLines(TextFile(work, source)).Select(l => JsonSerializer.Deserialize<CorpusDocument>(l)!);

    /// <summary>Makes everything that is not there yet.</summary>
    /// <param name="generated">Texts of generated tasks, for the vocabulary.</param>
    public void Build(IEnumerable<string> generated)
    {
        Directory.CreateDirectory(Path.Combine(work, "text"));
        Directory.CreateDirectory(Path.Combine(work, "tokens"));
        if (recipe.Sources.Any(s => !File.Exists(TextFile(work, s.Name)))) Clean();
        if (!File.Exists(Path.Combine(Start(work), "model.safetensors")))
        {
            IEnumerable<string> texts = recipe.Sources.SelectMany(s => Some(Documents(work, s.Name).Select(d => d.Text))).Concat(generated);
            ScratchModel.Write(Start(work), texts, recipe.Shape, recipe.Seed);
        }

        foreach (RecipeLessons lessons in recipe.Lessons.Where(l => l.Folder is not null && !File.Exists(QuestionFile(work, l.Kind)))) Ask(lessons);
        if (recipe.WordNet is { } words && !File.Exists(SynonymFile(work))) OtherWords.Write(SynonymFile(work), WordNet.Synonyms(Path.Combine(data, words)));
        Tokenizer tokenizer = Tokenizer.Load(Path.Combine(Start(work), "tokenizer.json"));
        foreach (RecipeSource source in recipe.Sources.Where(s => !File.Exists(TokenFile(work, s.Name))))
        {
            TokenCorpus corpus = TokenCorpus.Of(Documents(work, source.Name).AsParallel().AsOrdered().Select(d => (IsHeldOut(d), tokenizer.Encode(d.Text).Ids)));
            corpus.Write(TokenFile(work, source.Name));
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{source.Name}: {corpus.Learned.Count:N0} documents of {corpus.LearnedTokens:N0} tokens, {corpus.HeldOut.Count:N0} held out"));
        }
    }

    private IEnumerable<string> Some(IEnumerable<string> texts)
    {
        string[] all = [.. texts];
        long length = all.Sum(t => (long)t.Length);
        int every = (int)Math.Max(1, (length + recipe.VocabularyCharacters - 1) / recipe.VocabularyCharacters);
        return all.Where((_, i) => i % every == 0);
    }

    private static bool IsHeldOut(CorpusDocument document) => Hash(document.Id) % HeldOutOf == 0;

    // Sections that share a run with what models are measured on are left out with their questions.
    private void Ask(RecipeLessons lessons)
    {
        if (known.Count == 0) Know();
        WrittenQuestion[] all = [.. WrittenQuestions.Read(lessons.Kind, Path.Combine(data, lessons.Folder!))];
        HashSet<string> leaks = [.. all.Select(q => q.Section.Text).Distinct(StringComparer.Ordinal).Where(t => known.Find(t) >= 0)];
        WrittenQuestion[] kept = [.. all.Where(q => !leaks.Contains(q.Section.Text))];
        File.WriteAllLines(QuestionFile(work, lessons.Kind), kept.Select(q => JsonSerializer.Serialize(q)));
        string line = string.Create(CultureInfo.InvariantCulture, $"{lessons.Kind} ({lessons.Licence}): {kept.Length:N0} questions of {all.Length:N0}; {leaks.Count:N0} sections shared a run with a set and were left out");
        File.AppendAllText(Path.Combine(work, "leaks.md"), line + "\n");
        Console.Error.WriteLine(line);
    }

    private void Know()
    {
        for (int set = 0; set < EvaluationSets.All.Length; set++)
        {
            foreach (string text in EvaluationSets.Texts(Path.Combine(shared, EvaluationSets.All[set].Path), EvaluationSets.All[set].Only)) known.Add(text, set);
        }

        int samples = EvaluationSets.All.Length;
        foreach (string folder in new[] { "samples", "bench/projects" })
        {
            foreach (string text in EvaluationSets.Texts(Path.Combine(Reports.Machine.Root(), folder), "")) known.Add(text, samples);
        }
    }

    private void Clean()
    {
        Know();
        report.Add("# What was left out of the corpus\n");
        report.Add(string.Create(CultureInfo.InvariantCulture, $"Paragraphs that share a run of {RunLength} words with a set that models are measured on ({known.Count:N0} runs), and repetitions.\n"));
        report.Add("| source | licence | documents | characters kept | repeated paragraphs | shared with a set | of which |\n|---|---|---:|---:|---:|---:|---|");
        foreach (RecipeSource source in recipe.Sources) Clean(source);
        File.WriteAllText(Path.Combine(work, "leaks.md"), string.Join("\n", report) + "\n");
    }

    private void Clean(RecipeSource source)
    {
        int found = 0, documents = 0, repeated = 0;
        long characters = 0;
        int[] leaks = new int[EvaluationSets.All.Length + 1];
        string target = TextFile(work, source.Name);
        using (var writer = new StreamWriter(target + ".tmp"))
        {
            foreach (CorpusDocument document in CorpusSources.Read(data, source))
            {
                string[] kept = [.. Kept(document, leaks, ref repeated)];
                string text = string.Join("\n\n", kept);
                if (kept.Where(p => !p.StartsWith("# ", StringComparison.Ordinal)).Sum(p => p.Length) < LeastText || found++ % source.Every != 0) continue;
                writer.Write(JsonSerializer.Serialize(new CorpusDocument(document.Id, text)) + "\n");
                documents++;
                characters += text.Length;
            }
        }

        File.Move(target + ".tmp", target, overwrite: true);
        var names = EvaluationSets.All.Select(s => s.Name).Append("samples").Zip(leaks).GroupBy(p => p.First, p => p.Second).Select(g => (g.Key, Sum: g.Sum())).Where(g => g.Sum > 0);
        report.Add(string.Create(CultureInfo.InvariantCulture, $"| {source.Name} | {source.Licence} | {documents:N0} | {characters:N0} | {repeated:N0} | {leaks.Sum():N0} | {string.Join(", ", names.Select(n => $"{n.Key} {n.Sum}"))} |"));
        Console.Error.WriteLine(report[^1]);
    }

    private List<string> Kept(CorpusDocument document, int[] leaks, ref int repeated)
    {
        var kept = new List<string>();
        foreach (string part in document.Parts)
        {
            bool isHeading = part.StartsWith("# ", StringComparison.Ordinal);
            if (isHeading)
            {
                if (kept.Count > 0 && kept[^1].StartsWith("# ", StringComparison.Ordinal) && kept.Count > 1) kept.RemoveAt(kept.Count - 1);
            }
            else
            {
                if (!IsProse(part)) continue;
                if (!seen.Add(Hash(part)))
                {
                    repeated++;
                    continue;
                }
            }

            int set = known.Find(part);
            if (set >= 0) leaks[set]++;
            else kept.Add(part);
        }

        if (kept.Count > 0 && kept[^1].StartsWith("# ", StringComparison.Ordinal)) kept.RemoveAt(kept.Count - 1);
        return kept;
    }

    // Letters and spaces make up most of prose; long runs without a space are no words.
    private static bool IsProse(string part)
    {
        int letters = part.Count(c => char.IsLetter(c) || c == ' '), run = 0, longest = 0;
        foreach (char c in part) longest = Math.Max(longest, run = char.IsWhiteSpace(c) ? 0 : run + 1);
        return part.Length >= 3 && letters >= 0.75 * part.Length && longest <= 60;
    }

    private static ulong Hash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in Encoding.UTF8.GetBytes(text)) hash = unchecked((hash ^ b) * 1099511628211);
        return hash ^ (hash >> 31);
    }
}
