using Assay.Retrieval.Documents;

namespace Assay.Benchmarks.Reading;

/// <summary>Counts cells of known tables that were read at their place. Tables are compared in their order.</summary>
internal sealed class CellTally
{
    private int read;
    private int common;

    /// <summary>Known tables.</summary>
    public int Tables { get; private set; }

    /// <summary>Their cells.</summary>
    public int Known { get; private set; }

    /// <summary>Harmonic mean of the shares of known cells that were read and of read cells that are known.</summary>
    public double F1 => Known + read == 0 ? 0 : 2.0 * common / (Known + read);

    /// <summary>Adds a document.</summary>
    /// <param name="lines">Its tables: a line a row, cells parted by tabs, an empty line after each table.</param>
    /// <param name="document">As it was read.</param>
    public void Add(string[] lines, Document document)
    {
        List<List<string[]>> known = [[]];
        foreach (string line in lines)
        {
            if (line.Length > 0) known[^1].Add(line.Split('\t'));
            else if (known[^1].Count > 0) known.Add([]);
        }

        known.RemoveAll(t => t.Count == 0);
        List<List<string[]>> found = [.. Blocks(document.Root).Where(b => b.Kind is BlockKind.TableHeader or BlockKind.TableRow).GroupBy(b => b.Group)
            .Select(g => g.Select(b => b.Text.Split('|', StringSplitOptions.TrimEntries)).ToList())];
        Tables += known.Count;
        Known += known.Sum(t => t.Sum(r => r.Length));
        read += found.Sum(t => t.Sum(r => r.Length));
        common += Common(known, found);
    }

    // A table may be read in pieces (a page ends within it): rows are matched across the document, each once.
    private static int Common(List<List<string[]>> known, List<List<string[]>> found)
    {
        List<string[]> rows = [.. found.SelectMany(t => t)];
        int count = 0;
        foreach (string[] row in known.SelectMany(t => t))
        {
            int best = 0, at = -1;
            for (int i = 0; i < rows.Count; i++)
            {
                int same = row.Zip(rows[i]).Count(p => p.First == p.Second);
                if (same > best) (best, at) = (same, i);
            }

            if (at < 0) continue;
            count += best;
            rows.RemoveAt(at);
        }

        return count;
    }

    private static IEnumerable<Block> Blocks(Section section) => section.Blocks.Concat(section.Sections.SelectMany(Blocks));
}
