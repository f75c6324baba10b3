using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading.Data;

/// <summary>OpenAPI and Swagger files: a section for each operation and schema, with its parameters, fields and answers as tables.</summary>
/// <param name="file">Supplies the id and the title given from outside.</param>
/// <param name="source">The JSON or YAML text.</param>
/// <param name="cancellationToken">Checked per operation.</param>
internal sealed class OpenApi(SourceFile file, string source, CancellationToken cancellationToken)
{
    private const int DeepestSchema = 6;
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    private readonly RenderedDocument document = new(file);

    /// <summary>Whether a value is the description of an interface.</summary>
    public static bool IsOne(string source, DataNode root) =>
        (root.Find(source, "openapi") ?? root.Find(source, "swagger")) is { IsScalar: true } && root.Find(source, "info") is { Kind: DataKind.Object }
        && (root.Find(source, "paths") ?? root.Find(source, "components") ?? root.Find(source, "webhooks")) is { Kind: DataKind.Object };

    /// <summary>The document of a description.</summary>
    public Document Read(DataNode root)
    {
        DataNode info = root.Find(source, "info")!;
        string title = Text(info, "title");
        document.Heading(1, title);
        if (Text(info, "version") is { Length: > 0 } version) document.Block(BlockKind.Paragraph, $"Version {version}");
        Prose(Text(info, "description"));
        List("servers", root, s => $"Server: {Text(s, "url")} {Text(s, "description")}");
        foreach (string part in new[] { "paths", "webhooks" }) Paths(root.Find(source, part));
        DataNode? components = root.Find(source, "components");
        Schemas(components?.Find(source, "schemas") ?? root.Find(source, "definitions"));
        Security(components?.Find(source, "securitySchemes") ?? root.Find(source, "securityDefinitions"));
        return document.Build(title, new DocumentProperties([new("format", "openapi"), new("version", Text(info, "version"))], null));
    }

    private void Paths(DataNode? paths)
    {
        foreach (DataNode path in paths?.Children ?? [])
        {
            string route = Name(path);
            foreach (DataNode operation in path.Children.Where(o => o.Kind == DataKind.Object && Methods.Contains(Name(o))))
            {
                cancellationToken.ThrowIfCancellationRequested();
                int start = document.Length;
                Operation(route, path, operation);
                document.Place($"{Name(operation).ToUpperInvariant()} {route}", new TextSpan(start, document.Length));
            }
        }
    }

    private void Operation(string route, DataNode path, DataNode operation)
    {
        string summary = Text(operation, "summary"), id = Text(operation, "operationId");
        document.Heading(2, $"{Name(operation).ToUpperInvariant()} {route}{(summary.Length > 0 ? ": " + summary : "")}");
        if (Text(operation, "deprecated") == "true") document.Block(BlockKind.Paragraph, "Deprecated.");
        Prose(Text(operation, "description"));
        if (id.Length > 0) document.Block(BlockKind.Paragraph, $"Operation id: {id}");
        DataNode[] parameters = [.. path.Find(source, "parameters")?.Children ?? [], .. operation.Find(source, "parameters")?.Children ?? []];
        if (parameters.Length > 0)
        {
            Table(["parameter", "in", "type", "required", "description"], parameters.Select(p => p.Find(source, "$ref") is { } reference
                ? [Last(reference), "", "", "", ""] : new[] { Text(p, "name"), Text(p, "in"), Type(p.Find(source, "schema") ?? p, 0), Required(p), Text(p, "description") }));
        }

        Body(operation.Find(source, "requestBody"));
        if (operation.Find(source, "responses") is { Children.Count: > 0 } responses)
        {
            Table(["status", "description", "body"], responses.Children.Select(r => new[] { Name(r), Text(r, "description"), r.Find(source, "$ref") is { } reference ? Last(reference) : Content(r) }));
        }
    }

    private void Body(DataNode? body)
    {
        if (body is null) return;
        if (body.Find(source, "$ref") is { } reference)
        {
            document.Block(BlockKind.Paragraph, $"Request body: {Last(reference)}");
            return;
        }

        document.Block(BlockKind.Paragraph, $"Request body{(Text(body, "required") == "true" ? " (required)" : "")}: {Content(body)} {Text(body, "description")}");
        DataNode? schema = body.Find(source, "content")?.Children.FirstOrDefault()?.Find(source, "schema");
        if (schema is not null) Fields(schema);
    }

    private string Content(DataNode node)
    {
        if (node.Find(source, "schema") is { } old) return Type(old, 0);
        return string.Join(", ", (node.Find(source, "content")?.Children ?? []).Select(c => $"{Name(c)} {(c.Find(source, "schema") is { } schema ? Type(schema, 0) : "")}".TrimEnd()));
    }

    private void Schemas(DataNode? schemas)
    {
        foreach (DataNode schema in schemas?.Children ?? [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            int start = document.Length;
            document.Heading(2, $"Schema {Name(schema)}");
            Prose(Text(schema, "description"));
            if (schema.Find(source, "properties") is null && schema.Find(source, "allOf") is null) document.Block(BlockKind.Paragraph, $"Type: {Type(schema, 0)}");
            Fields(schema);
            document.Place($"schema {Name(schema)}", new TextSpan(start, document.Length));
        }
    }

    private void Fields(DataNode schema)
    {
        var rows = new List<string[]>();
        Fields(schema, "", rows, 0);
        if (rows.Count > 0) Table(["field", "type", "required", "description"], rows);
    }

    private void Fields(DataNode schema, string path, List<string[]> rows, int depth)
    {
        if (depth > DeepestSchema) return;
        foreach (DataNode part in schema.Find(source, "allOf")?.Children ?? []) Fields(part, path, rows, depth + 1);
        if (schema.Find(source, "$ref") is { } reference && depth > 0) rows.Add([path.TrimEnd('.'), "fields of " + Last(reference), "", ""]);
        HashSet<string> required = [.. (schema.Find(source, "required")?.Children ?? []).Select(r => DataText.Of(source, r))];
        foreach (DataNode field in schema.Find(source, "properties")?.Children ?? [])
        {
            rows.Add([path + Name(field), Type(field, 0), required.Contains(Name(field)) ? "yes" : "no", Text(field, "description")]);
            DataNode inner = field.Find(source, "items") ?? field;
            if (inner.Find(source, "properties") is not null) Fields(inner, $"{path}{Name(field)}.", rows, depth + 1);
        }
    }

    private string Type(DataNode schema, int depth)
    {
        if (depth > DeepestSchema) return "…";
        if (schema.Find(source, "$ref") is { } reference) return Last(reference);
        if (schema.Find(source, "items") is { } items) return "array of " + Type(items, depth + 1);
        foreach (string choice in new[] { "oneOf", "anyOf", "allOf" })
        {
            if (schema.Find(source, choice) is { Children.Count: > 0 } any) return string.Join(choice == "allOf" ? " and " : " or ", any.Children.Select(a => Type(a, depth + 1)));
        }

        string type = Text(schema, "type"), format = Text(schema, "format");
        if (format.Length > 0) type = $"{type} ({format})";
        if (schema.Find(source, "enum") is { Children.Count: > 0 } values) type += " one of " + string.Join(", ", values.Children.Where(v => v.IsScalar).Select(v => DataText.Of(source, v)));
        if (Text(schema, "default") is { Length: > 0 } usual) type += $", default {usual}";
        return type.Length > 0 ? type : "any";
    }

    private void Security(DataNode? schemes)
    {
        if (schemes is null || schemes.Children.Count == 0) return;
        document.Heading(2, "Security");
        Table(["scheme", "type", "in", "description"], schemes.Children.Select(s => new[] { Name(s), $"{Text(s, "type")} {Text(s, "scheme")}".TrimEnd(), $"{Text(s, "in")} {Text(s, "name")}".Trim(), Text(s, "description") }));
    }

    private void List(string name, DataNode root, Func<DataNode, string> shown)
    {
        int group = document.NextGroup();
        foreach (DataNode item in root.Find(source, name)?.Children ?? []) document.Block(BlockKind.ListItem, shown(item), group);
    }

    private void Table(string[] header, IEnumerable<string[]> rows)
    {
        int group = document.NextGroup();
        document.Row(header, group, header: true);
        foreach (string[] row in rows) document.Row(row, group);
    }

    private void Prose(string text)
    {
        foreach (string paragraph in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)) document.Block(BlockKind.Paragraph, paragraph);
    }

    private string Text(DataNode node, string name) => node.Find(source, name) is { IsScalar: true } found ? DataText.Of(source, found) : "";

    private string Required(DataNode parameter) => Text(parameter, "required") == "true" ? "yes" : "no";

    private string Last(DataNode reference) => DataText.Of(source, reference) is var text && text.LastIndexOf('/') is >= 0 and int slash ? text[(slash + 1)..] : DataText.Of(source, reference);

    private string Name(DataNode node) => DataText.Of(source, node with { Kind = DataKind.Escaped, Span = node.Key });
}
