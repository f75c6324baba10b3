using System.Text.RegularExpressions;
using Assay.Text;

namespace Assay.Models.Hub;

/// <summary>A model on a hub as a person names it: <c>hf:owner/name[@revision][:file]</c>. Every part is safe to put into an address or a folder name.</summary>
public sealed partial record HubReference
{
    /// <summary>What is fetched where no revision is named.</summary>
    public const string DefaultRevision = "main";

    private const string Prefix = "hf:";
    private const int LongestName = 96;
    private const int LongestRevision = 200;

    private HubReference(string owner, string name, string? revision, string? file) => (Owner, Name, Revision, File) = (owner, name, revision, file);

    /// <summary>The account the repository belongs to.</summary>
    public string Owner { get; }

    /// <summary>The repository's name.</summary>
    public string Name { get; }

    /// <summary>A branch, a tag or a commit; null where none is named, which means <see cref="DefaultRevision"/> for a pull.</summary>
    public string? Revision { get; internal init; }

    /// <summary>A GGUF file of the repository, or a part of its name that only one has (<c>Q4_K_M</c>); null where none is named.</summary>
    public string? File { get; init; }

    /// <summary><c>owner/name</c>.</summary>
    public string Repository => $"{Owner}/{Name}";

    /// <summary>The name of the repository's folder in a store: lower case, because a hub tells no two repositories apart by case alone.</summary>
    internal string FolderName => $"{Owner}--{Name}".ToLowerInvariant();

    /// <summary>Reads the form that names a repository. Nothing is looked up.</summary>
    /// <param name="text">As typed; surrounding blanks are ignored.</param>
    /// <returns>The reference; <see cref="ToString"/> gives the form back.</returns>
    /// <exception cref="InputException">It has another form; says which is expected.</exception>
    public static HubReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string form = text.Trim();
        if (form.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || form.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) throw Bad(text, "it is an address; name the repository only, and another hub by HF_ENDPOINT");
        if (!form.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) throw Bad(text, "it does not begin with 'hf:'");
        (string owner, string name, string? revision, string? file) = Split(form[Prefix.Length..]);
        if (owner.Length == 0) throw Bad(text, "a repository is named owner/name");
        return Of(text, owner, name, revision, file);
    }

    /// <summary>Reads what may also leave out <c>hf:</c> or the owner, to look among stored models.</summary>
    /// <param name="text">As typed.</param>
    /// <returns>The reference; its owner is empty where none is named.</returns>
    /// <exception cref="InputException">It has none of the forms.</exception>
    internal static HubReference ParseStored(string text)
    {
        string form = text.Trim();
        if (form.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) form = form[Prefix.Length..];
        (string owner, string name, string? revision, string? file) = Split(form);
        return owner.Length == 0 ? Of(text, "any", name, revision, file).WithoutOwner() : Of(text, owner, name, revision, file);
    }

    /// <summary>The form that <see cref="Parse"/> reads.</summary>
    /// <returns>For example <c>hf:owner/name@v1.0</c>.</returns>
    public override string ToString() => $"{Prefix}{Repository}{(Revision is null ? "" : $"@{Revision}")}{(File is null ? "" : $":{File}")}";

    /// <summary>Whether a text is the full name of a commit.</summary>
    internal static bool IsCommit(string? text) => text is { Length: 40 } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>The repository whose folder in a store has this name; null when it is no such folder's.</summary>
    internal static HubReference? FromFolderName(string folder)
    {
        int between = folder.IndexOf("--", StringComparison.Ordinal);
        if (between < 0) return null;
        (string owner, string name) = (folder[..between], folder[(between + 2)..]);
        return IsName(owner) && IsName(name) ? new HubReference(owner, name, null, null) : null;
    }

    private HubReference WithoutOwner() => new("", Name, Revision, File);

    private static HubReference Of(string text, string owner, string name, string? revision, string? file)
    {
        if (!IsName(owner) || !IsName(name)) throw Bad(text, $"owner and name hold letters, digits, '-', '_' and '.' only, at most {LongestName} of them, neither '--' nor '..', and begin and end with a letter, a digit or '_'");
        if (revision is not null && !IsRevision(revision)) throw Bad(text, "what follows '@' is no branch, tag or commit");
        if (file is not null && (string.IsNullOrWhiteSpace(file) || file.Any(char.IsControl))) throw Bad(text, "what follows ':' is no file name");
        return new HubReference(owner, name, revision, file);
    }

    // A revision holds no ':' and a repository's name no '@', so the first of each divides.
    private static (string Owner, string Name, string? Revision, string? File) Split(string form)
    {
        (string rest, string? file) = At(form, ':');
        (string repository, string? revision) = At(rest, '@');
        int slash = repository.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? ("", repository, revision, file) : (repository[..slash], repository[(slash + 1)..], revision, file);
    }

    private static (string Before, string? After) At(string text, char mark)
    {
        int index = text.IndexOf(mark, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && NameForm().IsMatch(name) && !name.Contains("--", StringComparison.Ordinal) && !name.Contains("..", StringComparison.Ordinal);

    private static bool IsRevision(string revision) =>
        revision.Length is > 0 and <= LongestRevision && RevisionForm().IsMatch(revision) && !revision.Contains("..", StringComparison.Ordinal);

    private static InputException Bad(string text, string reason) =>
        new(new Problem("", null, $"'{text}' does not name a model of a hub: {reason}. Write hf:owner/name, hf:owner/name@revision, or hf:owner/name:FILE for a GGUF file."));

    [GeneratedRegex(@"^[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9._/+-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex RevisionForm();
}
