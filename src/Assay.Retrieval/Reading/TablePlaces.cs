using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Reading;

/// <summary>Names the rows of a document's tables, so that what is found in one can be looked up: <c>table 2: row 5</c>, counted without the header, which is <c>table 2</c>.</summary>
/// <param name="most">Most rows; behind them none has a name.</param>
internal sealed class TablePlaces(int most)
{
    private readonly ImmutableArray<Place>.Builder places = ImmutableArray.CreateBuilder<Place>();
    private readonly Dictionary<int, (int Number, int Rows)> tables = [];
    private int end;

    /// <summary>The places so far, in the order of the document.</summary>
    public ImmutableArray<Place> All => places.ToImmutable();

    /// <summary>Counts a block; one that is no row of a table is passed over.</summary>
    /// <param name="block">The next in the order of the document.</param>
    public void Add(Block block)
    {
        if (block.Kind is not (BlockKind.TableHeader or BlockKind.TableRow) || block.Group < 0) return;
        if (!tables.TryGetValue(block.Group, out (int Number, int Rows) table)) table = (tables.Count + 1, 0);
        bool header = block.Kind == BlockKind.TableHeader;
        if (!header) table.Rows++;
        tables[block.Group] = table;
        if (block.Span.Length == 0 || block.Span.Start < end || places.Count == most) return;
        end = block.Span.End;
        places.Add(new Place(header ? string.Create(CultureInfo.InvariantCulture, $"table {table.Number}") : string.Create(CultureInfo.InvariantCulture, $"table {table.Number}: row {table.Rows}"), block.Span));
    }
}
