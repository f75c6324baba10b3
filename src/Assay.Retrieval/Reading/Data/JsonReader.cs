using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading.Data;

/// <summary>JSON: sections, tables and items as <see cref="DataOutline"/> makes them.</summary>
internal sealed class JsonReader : IDocumentReader
{
    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        DataNode root;
        try
        {
            root = new JsonParser(source, new DataBudget(cancellationToken)).Parse(new TextSpan(0, source.Length));
        }
        catch (FormatException error)
        {
            throw new UnreadableDocumentException(file.Id, $"no valid JSON: {error.Message}. Correct the file or leave it out.");
        }

        if (OpenApi.IsOne(source, root)) return new OpenApi(file, source, cancellationToken).Read(root);
        var document = new DocumentBuilder(file, source);
        new DataOutline(document, cancellationToken).Add(root);
        return document.Build(DataOutline.NameOf(source, root)) with { Properties = new DocumentProperties([], null) };
    }
}
