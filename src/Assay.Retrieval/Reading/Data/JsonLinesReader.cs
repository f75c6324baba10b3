using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading.Data;

/// <summary>Lines of JSON: like objects become a table, others an item each. A line that is no JSON is left out and reported.</summary>
internal sealed class JsonLinesReader : IDocumentReader
{
    private const int MostWarnings = 10;
    private const int MostBad = 5_000;

    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        var all = new DataNode(DataKind.List, new TextSpan(0, source.Length), default, 0) { Leaves = 0 };
        var budget = new DataBudget(cancellationToken);
        var places = new List<Place>();
        var warnings = new List<string>();
        int number = 0, bad = 0;
        for (int at = 0; at < source.Length;)
        {
            int found = source.IndexOf('\n', at), end = found < 0 ? source.Length : found;
            var line = new TextSpan(at, end);
            at = end + 1;
            number++;
            if (line.Of(source).IsWhiteSpace()) continue;
            try
            {
                DataNode node = new JsonParser(source, budget).Parse(line, number);
                all.Children.Add(node);
                all.Leaves += node.Leaves;
                places.Add(new Place(string.Create(CultureInfo.InvariantCulture, $"line {number}"), line));
            }
            catch (FormatException error) when (all.Leaves < DataBudget.MaxValues)
            {
                if (++bad > MostBad) throw new UnreadableDocumentException(file.Id, $"more than {MostBad} lines are no JSON. {warnings[0]} Correct the file or leave it out.");
                if (bad <= MostWarnings) warnings.Add($"A line that is no JSON was left out ({error.Message}).");
            }
            catch (FormatException error)
            {
                throw new UnreadableDocumentException(file.Id, $"too large: {error.Message}.");
            }
        }

        if (all.Children.Count == 0 && bad > 0) throw new UnreadableDocumentException(file.Id, $"no line is valid JSON. {warnings[0]} Correct the file or leave it out.");
        var document = new DocumentBuilder(file, source);
        new DataOutline(document, cancellationToken).Add(all);
        return document.Build(null) with { Properties = new DocumentProperties([], null), Places = [.. places], Warnings = Warnings(warnings, bad) };
    }

    private static ImmutableArray<string> Warnings(List<string> warnings, int bad) =>
        bad <= MostWarnings ? [.. warnings] : [.. warnings, string.Create(CultureInfo.InvariantCulture, $"{bad - MostWarnings} more lines that are no JSON were left out.")];
}
