using Assay.Models.Configuration;
using Assay.Text;

namespace Assay.Models.Encoders;

/// <summary>What a model wants before a text.</summary>
/// <param name="Plain">Before texts that are neither.</param>
/// <param name="Query">Before what somebody looks for.</param>
/// <param name="Passage">Before what can be found.</param>
public sealed record SentencePrompts(string Plain = "", string Query = "", string Passage = "")
{
    /// <summary>The prompt of a role.</summary>
    /// <param name="role">The role.</param>
    /// <returns>Empty for none.</returns>
    public string For(TextRole role) => role switch
    {
        TextRole.Query => Query,
        TextRole.Passage => Passage,
        _ => Plain,
    };

    /// <summary>Reads <c>config_sentence_transformers.json</c>; a folder without it has no prompts.</summary>
    /// <exception cref="InputException">It is malformed, or the default is not one of its prompts.</exception>
    internal static SentencePrompts Read(string folder)
    {
        string path = Path.Combine(folder, "config_sentence_transformers.json");
        if (!File.Exists(path)) return new SentencePrompts();
        ConfigFields fields = ConfigFields.Read(path);
        ConfigFields? prompts = fields.Object("prompts");
        string? name = fields.Text("default_prompt_name");
        string plain = name is null ? "" : prompts?.Text(name) ?? throw fields.Refuse("default_prompt_name", $"'{name}' is not one of the prompts.");
        return new SentencePrompts(plain, prompts?.Text("query") ?? plain, prompts?.Text("document") ?? prompts?.Text("passage") ?? prompts?.Text("corpus") ?? plain);
    }
}
