using Assay.Models.Configuration;
using Assay.Text;

namespace Assay.Models.Encoders;

/// <summary>The scripts that a model was made for, as its configuration may say: <c>"assay": {"scripts": ["Latin"]}</c>. What it makes of a query in others says nothing.</summary>
internal static class ReadScripts
{
    /// <summary>Reads them.</summary>
    /// <param name="config"><c>config.json</c> of a reranker, <c>config_sentence_transformers.json</c> of an embedder.</param>
    /// <returns>Null where nothing is said.</returns>
    /// <exception cref="InputException">One is no script of Unicode.</exception>
    public static ScriptSet? Of(ConfigFields config)
    {
        if (config.Object("assay") is not { } fields || fields.Texts("scripts") is not { IsDefaultOrEmpty: false } names) return null;
        ScriptSet scripts = ScriptSet.Of(names, out string? unknown);
        return unknown is null ? scripts : throw fields.Refuse("scripts", $"expected names of scripts, such as Latin, Cyrillic or Han; found '{unknown}'.");
    }

    /// <summary>Reads those of an embedder's folder.</summary>
    public static ScriptSet? OfEmbedder(string folder)
    {
        string path = Path.Combine(folder, "config_sentence_transformers.json");
        return File.Exists(path) ? Of(ConfigFields.Read(path)) : null;
    }
}
