using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Reading.Data;

/// <summary>YAML: sections, tables and items as <see cref="DataOutline"/> makes them; several documents in one file follow each other.</summary>
internal sealed class YamlReader : IDocumentReader
{
    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        List<DataNode> roots;
        try
        {
            roots = YamlTree.Parse(source, new DataBudget(cancellationToken, DataBudget.MaxYamlValues));
        }
        catch (FormatException error)
        {
            throw new UnreadableDocumentException(file.Id, $"no valid YAML: {error.Message}. Correct the file or leave it out.");
        }

        if (roots is [var only] && OpenApi.IsOne(source, only)) return new OpenApi(file, source, cancellationToken).Read(only);
        var document = new DocumentBuilder(file, source);
        foreach (DataNode root in roots) new DataOutline(document, cancellationToken).Add(root);
        return document.Build(roots.Count == 1 ? DataOutline.NameOf(source, roots[0]) : null) with { Properties = new DocumentProperties([], null) };
    }
}
