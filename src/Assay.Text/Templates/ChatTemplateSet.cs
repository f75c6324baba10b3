using System.Text.Json;

namespace Assay.Text.Templates;

/// <summary>The chat templates of a model's folder, and the tokens they use.</summary>
public sealed class ChatTemplateSet
{
    private const string ConfigName = "tokenizer_config.json", FileName = "chat_template.jinja", Default = "default", ToolUse = "tool_use";
    private const long LongestConfig = 64 << 20;

    private readonly Dictionary<string, ChatTemplate> templates;

    private ChatTemplateSet(Dictionary<string, ChatTemplate> templates, string? bos, string? eos)
    {
        this.templates = templates;
        BosToken = bos;
        EosToken = eos;
    }

    /// <summary>Names of the templates: <c>default</c>, and others that the model has, such as <c>tool_use</c>.</summary>
    public IEnumerable<string> Names => templates.Keys;

    /// <summary>The token that begins a text; null when the configuration names none.</summary>
    public string? BosToken { get; }

    /// <summary>The token that ends a text; null when the configuration names none.</summary>
    public string? EosToken { get; }

    /// <summary>Reads the templates of a folder: <c>chat_template.jinja</c>, or else <c>chat_template</c> in <c>tokenizer_config.json</c>, a text or a list of names and texts.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <returns>The templates; none when the folder has none.</returns>
    /// <exception cref="InputException">A file cannot be read, or is not what it should be.</exception>
    /// <exception cref="TemplateException">A template is not well formed.</exception>
    public static ChatTemplateSet Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string config = Path.Combine(folder, ConfigName), file = Path.Combine(folder, FileName);
        ChatTemplateSet found = File.Exists(config) ? FromConfig(Read(config), config) : new(new(StringComparer.Ordinal), null, null);
        if (File.Exists(file)) found.templates[Default] = ChatTemplate.Parse(Read(file));
        return found;
    }

    /// <summary>Reads the templates of a configuration.</summary>
    /// <param name="json">The text of <c>tokenizer_config.json</c>.</param>
    /// <param name="file">What messages call it.</param>
    /// <returns>The templates; none when it has none.</returns>
    /// <exception cref="InputException">It is not what it should be.</exception>
    /// <exception cref="TemplateException">A template is not well formed.</exception>
    public static ChatTemplateSet FromConfig(string json, string file = ConfigName)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw Wrong(file, $"expected an object, found {root.ValueKind}");
            Dictionary<string, ChatTemplate> templates = new(StringComparer.Ordinal);
            if (root.TryGetProperty("chat_template", out JsonElement given)) AddAll(given, templates, file);
            return new(templates, Token(root, "bos_token"), Token(root, "eos_token"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Wrong(file, $"expected JSON, found other text ({e.Message.TrimEnd('.')})");
        }
    }

    /// <summary>The template of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Null when there is none.</returns>
    public ChatTemplate? Find(string name) => templates.GetValueOrDefault(name);

    /// <summary>The template for a conversation: <c>tool_use</c> when there are tools and the model has it, else <c>default</c>.</summary>
    /// <param name="hasTools">Whether tools are described to the model.</param>
    /// <returns>Null when the model has neither.</returns>
    public ChatTemplate? For(bool hasTools) => (hasTools ? Find(ToolUse) : null) ?? Find(Default);

    private static void AddAll(JsonElement given, Dictionary<string, ChatTemplate> templates, string file)
    {
        if (given.ValueKind == JsonValueKind.String) templates[Default] = ChatTemplate.Parse(given.GetString()!);
        else if (given.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement entry in given.EnumerateArray())
            {
                if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("name", out JsonElement name) || !entry.TryGetProperty("template", out JsonElement template) || name.ValueKind != JsonValueKind.String || template.ValueKind != JsonValueKind.String)
                    throw Wrong(file, "expected 'name' and 'template' in each entry of the list 'chat_template'");
                if (!templates.TryAdd(name.GetString()!, ChatTemplate.Parse(template.GetString()!))) throw Wrong(file, $"'chat_template' has the name '{name.GetString()}' twice");
            }
        }
        else if (given.ValueKind != JsonValueKind.Null) throw Wrong(file, $"expected a text or a list for 'chat_template', found {given.ValueKind}");
    }

    // A token is a text, or an object with its text in 'content'.
    private static string? Token(JsonElement root, string key)
    {
        if (!root.TryGetProperty(key, out JsonElement token)) return null;
        if (token.ValueKind == JsonValueKind.Object && token.TryGetProperty("content", out JsonElement content)) token = content;
        return token.ValueKind == JsonValueKind.String ? token.GetString() : null;
    }

    private static string Read(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            if (!OrdinaryFile.HasContent(path)) throw new InputException(new Problem(path, null, OrdinaryFile.Nothing));
            return length <= LongestConfig ? File.ReadAllText(path) : throw Wrong(path, $"expected at most {LongestConfig} bytes, found {length}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong(path, $"cannot be read ({e.Message.TrimEnd('.')})");
        }
    }

    private static InputException Wrong(string file, string what) => new(new Problem(file, null, what + ". Download the model again, or correct the file."));
}
