using System.Globalization;
using System.Text.RegularExpressions;
using Assay.Text;

namespace Assay.Models.Hub;

/// <summary>Which files of a repository a model needs: weights as safetensors or GGUF, what describes them, tokenizer, licence. Nothing else is fetched.</summary>
internal static partial class FileSelection
{
    private const int MostNamed = 40;

    private static readonly string[] Described =
    [
        "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "tokenizer.model", "sentencepiece.bpe.model", "spiece.model", "special_tokens_map.json",
        "added_tokens.json", "vocab.json", "vocab.txt", "merges.txt", "chat_template.jinja", "chat_template.json", "modules.json", "config_sentence_transformers.json",
        "sentence_bert_config.json", "adapter_config.json",
    ];

    private static readonly string[] Pickles = [".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle"];

    /// <summary>Chooses.</summary>
    /// <param name="files">All files of the repository.</param>
    /// <param name="reference">The model; with <see cref="HubReference.File"/> one GGUF file of it.</param>
    /// <param name="errors">Makes the exceptions that are the server's fault.</param>
    /// <returns>Files with safe names, lengths and checksums, the small ones first.</returns>
    /// <exception cref="InputException">Nothing that can be loaded, or several that can: says what there is.</exception>
    /// <exception cref="HubException">A needed file has a hostile name, or no length or checksum.</exception>
    public static IReadOnlyList<HubFile> Choose(IReadOnlyList<HubFile> files, HubReference reference, HubErrors errors)
    {
        HubFile[] weights = reference.File is { } named ? [Named(files, named, reference)] : Weights(files, reference);
        bool isGguf = weights.All(w => IsGguf(w.Path));
        HubFile[] chosen = [.. files.Where(f => IsAbout(f.Path) || (!isGguf && IsDescription(f.Path))), .. weights];
        foreach (HubFile file in chosen) Check(file, errors);
        string? twice = chosen.GroupBy(f => f.Path, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (twice is not null) throw errors.Uninstallable($"it has '{twice}' twice, or another that differs by upper and lower case alone");
        return [.. chosen.OrderBy(f => f.Bytes).ThenBy(f => f.Path, StringComparer.Ordinal)];
    }

    /// <summary>Whether a name is that of a GGUF file.</summary>
    public static bool IsGguf(string path) => path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase);

    /// <summary>The one of several paths that a person means: by its whole name, or by a part of it that no other has.</summary>
    /// <param name="paths">To choose from.</param>
    /// <param name="named">As typed.</param>
    /// <returns>All that fit.</returns>
    public static string[] Matching(IEnumerable<string> paths, string named)
    {
        string[] all = [.. paths];
        return all.Contains(named, StringComparer.Ordinal) ? [named] : [.. all.Where(p => p.Contains(named, StringComparison.OrdinalIgnoreCase))];
    }

    private static HubFile[] Weights(IReadOnlyList<HubFile> files, HubReference reference)
    {
        HubFile[] tensors = [.. files.Where(f => IsNeededPlace(f.Path) && f.Path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))];
        HubFile[] ggufs = [.. files.Where(f => IsGguf(f.Path))];
        HubFile[] pickles = [.. files.Where(f => IsNeededPlace(f.Path) && IsPickle(f.Path))];
        if (tensors.Length == 0 && ggufs.Length == 1) return [Whole(ggufs[0], reference)];
        if (tensors.Length == 0 && ggufs.Length > 1) throw Bad($"'{reference.Repository}' holds {ggufs.Length} GGUF files. Name one with --file, or a part of its name that no other has:{Lines(ggufs)}");
        if (tensors.Length == 0 && pickles.Length > 0) throw Bad(Pickled(pickles[0].Path, reference));
        if (tensors.Length == 0) throw Bad($"'{reference.Repository}' holds no weights that Assay reads (*.safetensors or *.gguf). Take a repository that has them.");

        // A module of a sentence-transformers folder whose weights are only there as a pickle.
        HubFile? stuck = pickles.FirstOrDefault(p => Folder(p.Path).Length > 0 && !tensors.Any(t => Folder(t.Path) == Folder(p.Path)));
        return stuck is not null ? throw Bad(Pickled(stuck.Path, reference)) : [.. tensors.GroupBy(t => Folder(t.Path), StringComparer.Ordinal).SelectMany(g => OneSet([.. g]))];
    }

    // Some repositories hold the same weights several times over: whole, in parts, in another naming, at another precision.
    private static HubFile[] OneSet(HubFile[] tensors)
    {
        HubFile[] whole = [.. tensors.Where(t => Name(t.Path) == "model.safetensors")];
        if (whole.Length > 0) return whole;
        HubFile[] parts = [.. tensors.Where(t => Part().IsMatch(Name(t.Path)))];
        return parts.Length > 0 ? parts : tensors;
    }

    private static HubFile Named(IReadOnlyList<HubFile> files, string named, HubReference reference)
    {
        if (IsPickle(named)) throw Bad(Pickled(named, reference));
        HubFile[] ggufs = [.. files.Where(f => IsGguf(f.Path))];
        if (ggufs.Length == 0) throw Bad($"'{reference.Repository}' holds no GGUF file, and only such a file is fetched alone. Leave --file out to fetch the model.");
        string[] matching = Matching(ggufs.Select(f => f.Path), named);
        return matching.Length == 1 ? Whole(ggufs.First(f => f.Path == matching[0]), reference)
            : throw Bad(matching.Length == 0 ? $"'{reference.Repository}' holds no GGUF file named '{named}'. It holds:{Lines(ggufs)}"
                : $"'{named}' is part of {matching.Length} names in '{reference.Repository}'. Name one:{Lines([.. ggufs.Where(f => matching.Contains(f.Path, StringComparer.Ordinal))])}");
    }

    private static HubFile Whole(HubFile file, HubReference reference) => !Part().IsMatch(Name(file.Path)) ? file
        : throw Bad($"'{file.Path}' of '{reference.Repository}' is one part of a GGUF file cut in several, and Assay reads whole ones. Take a smaller quantisation, or join the parts with llama-gguf-split --merge and name the file by its path.");

    private static void Check(HubFile file, HubErrors errors)
    {
        if (SafePath.Refuse(file.Path) is { } reason) throw errors.Uninstallable($"the file name '{file.Path}' cannot be used, {reason}");
        if (file.Bytes is null || file.Digest is null) throw errors.NotAList($"'{file.Path}' has no length or no checksum there, so that nobody could tell whether it arrived whole");
    }

    private static string Pickled(string path, HubReference reference) =>
        $"'{reference.Repository}' has its weights as a Python pickle ('{path}'). Reading a pickle runs whatever program was put into it, so Assay reads none. Take a repository with *.safetensors or *.gguf, or a converted revision of this one (its pull requests are revisions: {reference with { Revision = "refs/pr/1", File = null }}).";

    private static bool IsDescription(string path) => IsNeededPlace(path) && (Described.Contains(Name(path), StringComparer.Ordinal) || Name(path).EndsWith(".safetensors.index.json", StringComparison.Ordinal));

    private static bool IsAbout(string path) => path == "README.md" || (Folder(path).Length == 0 && (path.StartsWith("LICENSE", StringComparison.OrdinalIgnoreCase) || path.StartsWith("LICENCE", StringComparison.OrdinalIgnoreCase)));

    // The repository's own folder, and the numbered ones of sentence-transformers. A name that leads elsewhere stays in, to be refused.
    private static bool IsNeededPlace(string path) => Folder(path) is { } folder && (folder.Length == 0 || Module().IsMatch(folder) || path[0] == '/' || folder.Split('/').Contains("..", StringComparer.Ordinal));

    private static bool IsPickle(string path) => Array.Exists(Pickles, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && !Name(path).StartsWith("training_args", StringComparison.Ordinal)
        && !Name(path).StartsWith("optimizer", StringComparison.Ordinal) && !Name(path).StartsWith("scheduler", StringComparison.Ordinal) && !Name(path).StartsWith("rng_state", StringComparison.Ordinal);

    private static string Folder(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    private static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    private static string Lines(HubFile[] files) =>
        string.Concat(files.OrderBy(f => f.Bytes).Take(MostNamed).Select(f => string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}  {f.Path}{(f.Bytes is { } bytes ? $"  {bytes / 1e6:N1} MB" : "")}")))
        + (files.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $"{Environment.NewLine}  and {files.Length - MostNamed} more") : "");

    private static InputException Bad(string message) => new(new Problem("", null, message));

    [GeneratedRegex(@"-\d{5}-of-\d{5}\.(safetensors|gguf)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Part();

    [GeneratedRegex(@"^\d{1,2}_[A-Za-z]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Module();
}
