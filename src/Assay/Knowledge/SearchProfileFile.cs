using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Retrieval.Search;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Knowledge;

/// <summary>The search profile of a workspace: a JSON file that <c>assay eval retrieval --stages</c> writes.</summary>
public static class SearchProfileFile
{
    private static readonly JsonSerializerOptions s_format = new(JsonFormat.Indented) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>The profile of a workspace.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <returns>The defaults when it has none.</returns>
    /// <exception cref="InputException">The file is not a profile of this version; says what to do.</exception>
    public static SearchProfile Read(Workspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        string file = workspace.SearchProfileFile;
        if (!File.Exists(file)) return SearchProfile.Default;
        try
        {
            SearchProfile profile = JsonSerializer.Deserialize<SearchProfile>(File.ReadAllText(file), s_format) ?? throw new JsonException("it is empty");
            if (profile.Validate() is { Count: > 0 } problems) throw new InputException([.. problems.Select(p => p with { File = file })]);
            return profile;
        }
        catch (JsonException e)
        {
            throw new InputException(new Problem(file, (int?)e.LineNumber + 1, $"This is not a search profile of this version of Assay: {e.Message.TrimEnd('.')}. Delete the file, or measure again: `assay eval retrieval --stages`."));
        }
    }

    /// <summary>Writes the profile of a workspace; the defaults are written as no file.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="profile">The profile.</param>
    /// <returns>Whether there is a file now.</returns>
    /// <exception cref="AssayException">The file cannot be written.</exception>
    public static bool Write(Workspace workspace, SearchProfile profile)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        string file = workspace.SearchProfileFile, text = Serialize(profile);
        if (text == Serialize(SearchProfile.Default))
        {
            File.Delete(file);
            return false;
        }

        AtomicFile.Write(file, text + "\n");
        return true;
    }

    /// <summary>The profile as text: equal for equal profiles.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>JSON.</returns>
    public static string Serialize(SearchProfile profile) => JsonSerializer.Serialize(profile, s_format);
}
