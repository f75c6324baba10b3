using System.Collections.Immutable;
using System.Security.Cryptography;
using Assay.Models.Hub;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Models.Local;

/// <summary>The models that come with Assay: a folder for each, beside its assemblies. Nothing is downloaded. <c>docs/models/README.md</c> says how they are made, the README of each what it can do.</summary>
public sealed class BundledModels
{
    /// <summary>The environment variable that names another folder of them.</summary>
    public const string Variable = "ASSAY_BUNDLED";

    /// <summary>Answers from passages, and learns behaviour.</summary>
    public const string Chat = "assay-tiny-en";

    /// <summary>Turns passages and queries into vectors.</summary>
    public const string Embedder = "assay-embed-en";

    /// <summary>Says how well a passage matches a query.</summary>
    public const string Reranker = "assay-rerank-en";

    private const string Folder = "models", Sums = "SHA256SUMS";

    private BundledModels(string root) => Root = root;

    /// <summary>Their names.</summary>
    public static ImmutableArray<string> Names { get; } = [Chat, Embedder, Reranker];

    /// <summary>The folder that has one for each of them.</summary>
    public string Root { get; }

    /// <summary>The models of this installation: below <c>ASSAY_BUNDLED</c>, else beside the assemblies.</summary>
    /// <param name="environment">Looks up a variable; null when it is not set.</param>
    /// <returns>Nothing is looked for yet.</returns>
    public static BundledModels Open(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return new BundledModels(environment(Variable) is { } named && !string.IsNullOrWhiteSpace(named) ? Path.GetFullPath(named.Trim()) : Path.Combine(AppContext.BaseDirectory, Folder));
    }

    /// <summary>Whether a text is the name of one.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>True also where its files are missing.</returns>
    public static bool IsName(string text) => Names.Contains(text, StringComparer.Ordinal);

    /// <summary>Why no bundled model can be meant by a name.</summary>
    /// <param name="name">A name that begins with <c>assay-</c>.</param>
    /// <returns>A sentence for the user; null when there is one.</returns>
    public static string? Refusal(string name)
    {
        if (IsName(name)) return null;
        string hint = NearestName.Find(name, Names) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        return $"'{name}' is none of the models that come with Assay: {string.Join(", ", Names)}.{hint} Of your own models name a folder, hf:owner/name after `assay models pull hf:owner/name`, or a served one as http://host/v1#NAME.";
    }

    /// <summary>The folder of a model, with its files looked at: all are there, and no weight file is cut short.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>Its folder.</returns>
    /// <exception cref="InputException">There is none of that name, or its files are missing or damaged.</exception>
    public string Find(string name)
    {
        if (Refusal(name) is { } refusal) throw new InputException(new Problem("", null, refusal));
        string folder = Path.Combine(Root, name);
        string[] weights = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.safetensors", SearchOption.AllDirectories)] : [];
        if (weights.Length == 0) throw Broken(name, folder, "there are no weights in its folder");
        foreach (string file in weights)
        {
            try
            {
                WeightFile.Open(file).Dispose();
            }
            catch (ModelFormatException e)
            {
                throw Broken(name, folder, e.Message.TrimEnd('.'));
            }
        }

        return folder;
    }

    /// <summary>The models that are there.</summary>
    /// <param name="damaged">Told of those whose files are damaged.</param>
    /// <returns>In the order of <see cref="Names"/>; those whose files are missing or damaged are left out.</returns>
    public ImmutableArray<BundledModel> List(Action<InputException> damaged)
    {
        ArgumentNullException.ThrowIfNull(damaged);
        var found = ImmutableArray.CreateBuilder<BundledModel>();
        foreach (string name in Names.Where(n => Directory.Exists(Path.Combine(Root, n)) && Directory.EnumerateFiles(Path.Combine(Root, n), "*.safetensors", SearchOption.AllDirectories).Any()))
        {
            try
            {
                found.Add(Describe(name));
            }
            catch (InputException error)
            {
                damaged(error);
            }
        }

        return found.ToImmutable();
    }

    /// <summary>One of them.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>What it is.</returns>
    /// <exception cref="InputException">There is none of that name, or its files are missing or damaged.</exception>
    public BundledModel Describe(string name)
    {
        string folder = Find(name);
        string[] files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        long parameters = 0;
        foreach (string file in files.Where(f => f.EndsWith(".safetensors", StringComparison.Ordinal)))
        {
            using WeightFile weights = WeightFile.Open(file);
            parameters += weights.Tensors.Sum(t => t.Count);
        }

        return new BundledModel(name, folder, ModelFolder.KindOf(folder), parameters, [.. files.Select(f => new ModelFile(Path.GetRelativePath(folder, f).Replace('\\', '/'), new FileInfo(f).Length, Hash(f)))]);
    }

    /// <summary>Compares every file of a model with the checksum that it was packed with.</summary>
    /// <param name="model">The model.</param>
    /// <returns>What is wrong, a line for each file.</returns>
    public static IReadOnlyList<string> Verify(BundledModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        string sums = Path.Combine(model.Folder, Sums);
        if (!File.Exists(sums)) return [$"'{Sums}' is missing"];
        Dictionary<string, string> found = model.Files.ToDictionary(f => f.Path, f => f.Sha256, StringComparer.Ordinal);
        return [.. File.ReadLines(sums).Where(l => l.Length > 0).Select(l => l.Split("  ", 2)).Where(l => l.Length < 2 || found.GetValueOrDefault(l[1]) != l[0])
            .Select(l => l.Length < 2 ? $"'{Sums}' has a line that is none of checksum and name" : $"'{l[1]}' {(found.TryGetValue(l[1], out string? hash) ? $"has sha256 {hash} instead of {l[0]}" : "is missing")}")];
    }

    /// <summary>Writes the checksums of a folder that is to be bundled, as <c>sha256sum</c> does.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="files">Its files that count, relative to it with forward slashes.</param>
    public static void WriteSums(string folder, IEnumerable<string> files)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(string.Concat(files.Order(StringComparer.Ordinal).Select(f => $"{Hash(Path.Combine(folder, f))}  {f}\n")));
        WeightWriter.Write(Path.Combine(folder, Sums), stream => stream.Write(text));
    }

    private static string Hash(string file)
    {
        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static InputException Broken(string name, string folder, string what) => new(new Problem(folder, null,
        $"'{name}' is a model of Assay's own, and its files are missing or damaged: {what}. `assay models list` shows which models this version brings. If it should be one of them, install Assay again, or bring back the folder 'models/{name}' of the checkout and build it again; otherwise name another model."));
}

/// <summary>A model that comes with Assay.</summary>
/// <param name="Name">As projects name it.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Parameters">How many numbers it has.</param>
/// <param name="Files">All its files, with their checksums as they are now.</param>
public sealed record BundledModel(string Name, string Folder, StoredModelKind Kind, long Parameters, ImmutableArray<ModelFile> Files)
{
    /// <summary>Length of all files together.</summary>
    public long Bytes => Files.Sum(f => f.Bytes);
}
