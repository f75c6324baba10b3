using System.Globalization;
using System.Text.Json.Nodes;
using Assay.Evaluation.Files;
using Assay.Text;

namespace Assay.Evaluation.Contracts.Schema;

/// <summary>Compiles JSON Schema (draft 2020-12). A keyword that is not supported and would change what is valid is refused, never skipped.</summary>
internal sealed class SchemaCompiler
{
    private const int LongestChain = 100;
    private const int MaxFileLength = 1 << 20;
    private readonly ProblemList problems;
    private readonly Dictionary<string, JsonSchema> compiled = new(StringComparer.Ordinal);
    private readonly Queue<(JsonSchema From, string Target)> references = new();

    private SchemaCompiler(ProblemList problems) => this.problems = problems;

    /// <summary>Reads and compiles a schema file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The root schema.</returns>
    /// <exception cref="InputException">What is wrong, each with its JSON pointer.</exception>
    public static JsonSchema Load(string path)
    {
        ProblemList problems = new(path);
        string text = string.Join('\n', LineReader.Read(path, problems).Select(l => l.Text));
        problems.ThrowIfAny();
        return Compile(text, problems);
    }

    /// <summary>Compiles the text of a schema.</summary>
    /// <param name="text">JSON.</param>
    /// <returns>The root schema.</returns>
    /// <exception cref="InputException">What is wrong, each with its JSON pointer.</exception>
    public static JsonSchema Compile(string text) => Compile(text, new ProblemList(""));

    private static JsonSchema Compile(string text, ProblemList problems)
    {
        if (text.Length > MaxFileLength) problems.Add(null, "The schema is larger than 1 MB.");
        problems.ThrowIfAny();
        if (!StrictJson.TryParse(text, out JsonNode? root, out string error)) problems.Add(null, $"The schema is not JSON: {error}.");
        problems.ThrowIfAny();
        SchemaCompiler compiler = new(problems);
        JsonSchema schema = compiler.Compile(root, "#");
        compiler.ResolveReferences(root);
        problems.ThrowIfAny();
        compiler.RefuseCycles();
        problems.ThrowIfAny();
        return schema;
    }

    /// <summary>Compiles the schema at a place, once.</summary>
    /// <param name="node">The schema: an object or a boolean.</param>
    /// <param name="pointer">Its place.</param>
    /// <returns>The compiled schema; its references are resolved later.</returns>
    internal JsonSchema Compile(JsonNode? node, string pointer)
    {
        if (compiled.TryGetValue(pointer, out JsonSchema? known)) return known;
        JsonSchema schema = new() { Pointer = pointer };
        compiled.Add(pointer, schema);
        if (node is JsonObject keywords) new SchemaKeywords(this, schema, keywords).Read();
        else if (SchemaText.TypesOf(node) == JsonTypes.Boolean) schema.Possible = node!.GetValue<bool>();
        else Refuse(pointer, $"a schema must be an object, true or false, found {SchemaText.SingleName(SchemaText.TypesOf(node))}");
        return schema;
    }

    /// <summary>Notes a problem.</summary>
    /// <param name="pointer">Its place in the schema.</param>
    /// <param name="message">Without a final full stop.</param>
    internal void Refuse(string pointer, string message) => problems.Add(null, $"{pointer}: {message}.");

    /// <summary>Notes a reference to be resolved when everything around it is compiled.</summary>
    /// <param name="from">The schema that refers.</param>
    /// <param name="target">What it refers to.</param>
    internal void Refer(JsonSchema from, string target) => references.Enqueue((from, target));

    /// <summary>A place one step deeper.</summary>
    /// <param name="pointer">A place.</param>
    /// <param name="step">A key or index.</param>
    /// <returns>The place, with <c>~</c> and <c>/</c> escaped.</returns>
    internal static string Join(string pointer, string step) =>
        $"{pointer}/{step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private void ResolveReferences(JsonNode? root)
    {
        while (references.TryDequeue(out (JsonSchema From, string Target) reference))
        {
            string target = Uri.UnescapeDataString(reference.Target);
            string place = $"{reference.From.Pointer}/$ref";
            if (target != "#" && !target.StartsWith("#/", StringComparison.Ordinal))
            {
                Refuse(place, $"only references inside the file are supported (#/$defs/name), found '{reference.Target}'");
                continue;
            }

            JsonNode? node = root;
            bool found = true;
            foreach (string step in target.Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
            {
                found = found && Step(ref node, step);
            }

            if (found) reference.From.Ref = Compile(node, target);
            else Refuse(place, $"there is nothing at '{reference.Target}'");
        }
    }

    private static bool Step(ref JsonNode? node, string step)
    {
        if (node is JsonObject record) return record.TryGetPropertyValue(step, out node);
        if (node is not JsonArray array || !int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= array.Count) return false;
        node = array[index];
        return true;
    }

    private void RefuseCycles()
    {
        HashSet<JsonSchema> done = [];
        foreach (JsonSchema schema in compiled.Values)
        {
            if (!Ends(schema, 0, done))
            {
                Refuse(schema.Pointer, "refers to itself for the same value, so checking it would never end");
                return;
            }
        }
    }

    // Depth-first without memory of open schemas: a chain longer than the limit is either a cycle or too long to be meant.
    private static bool Ends(JsonSchema schema, int depth, HashSet<JsonSchema> done)
    {
        if (done.Contains(schema)) return true;
        if (depth > LongestChain || !schema.InPlace.All(next => Ends(next, depth + 1, done))) return false;
        done.Add(schema);
        return true;
    }
}
