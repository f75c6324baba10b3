using Assay.Retrieval.Documents;
using Assay.Text.Tokens;

namespace Assay.Retrieval.Chunking;

/// <summary>Fills chunks with the units of one section, up to the budget.</summary>
/// <param name="options">Sizes.</param>
/// <param name="counter">Counts tokens.</param>
internal sealed class ChunkPacker(ChunkingOptions options, TokenCounter counter)
{
    private readonly UnitSplitter splitter = new(options.MaxTokens, counter);
    private readonly List<PackedChunk> packed = [];
    private Dictionary<int, string> headers = [];
    private List<ChunkUnit> current = [];
    private string repeated = "";

    /// <summary>Packs <paramref name="units"/>, which keep their order.</summary>
    public List<PackedChunk> Pack(IReadOnlyList<ChunkUnit> units)
    {
        headers = units.Where(u => u.Kind == BlockKind.TableHeader).GroupBy(u => u.Group).ToDictionary(g => g.Key, g => string.Join('\n', g.Select(u => u.Text)));
        foreach (ChunkUnit unit in units) Add(unit);
        Flush();
        Balance();
        return packed;
    }

    private void Add(ChunkUnit unit)
    {
        if (current.Count > 0 && TryAppend(unit)) return;
        if (current.Count > 0)
        {
            List<ChunkUnit> carried = TakeCarried();
            Flush();
            current = carried;
            if (carried.Count > 0 && TryAppend(unit)) return;
            Flush();
        }

        repeated = unit.Kind == BlockKind.TableRow ? headers.GetValueOrDefault(unit.Group, "") : "";
        if (repeated.Length > 0 && !Fits(repeated, [unit])) repeated = "";
        if (Fits(repeated, [unit])) current = [unit];
        else Split(unit);
    }

    private bool TryAppend(ChunkUnit unit)
    {
        current.Add(unit);
        if (Fits(repeated, current)) return true;
        current.RemoveAt(current.Count - 1);
        return false;
    }

    private void Split(ChunkUnit unit)
    {
        foreach (ChunkUnit piece in splitter.Split(unit))
        {
            Flush();
            current = [piece];
        }
    }

    /// <summary>Headings and table headers at the end of the current chunk, taken out of it so that they go with what follows.</summary>
    private List<ChunkUnit> TakeCarried()
    {
        int keep = current.Count;
        while (keep > 0 && current[keep - 1].KeepsWithNext) keep--;
        if (keep == 0) return [];
        List<ChunkUnit> carried = current.GetRange(keep, current.Count - keep);
        current.RemoveRange(keep, carried.Count);
        return carried;
    }

    private void Flush()
    {
        if (current.Count > 0) packed.Add(new PackedChunk(repeated, current));
        current = [];
        repeated = "";
    }

    /// <summary>Moves units from the last chunk but one to a last chunk that is too small, as long as that helps.</summary>
    private void Balance()
    {
        if (packed.Count < 2 || packed[^1].Repeated.Length > 0) return;
        List<ChunkUnit> previous = packed[^2].Units, last = packed[^1].Units;
        while (previous.Count > 1 && Count("", last) < options.MinTokens && CanMove(previous[^1], previous[^2], last[0]))
        {
            List<ChunkUnit> longer = [previous[^1], .. last];
            List<ChunkUnit> shorter = previous.GetRange(0, previous.Count - 1);
            if (!Fits("", longer) || Count(packed[^2].Repeated, shorter) < Count("", longer)) return;
            packed[^2] = packed[^2] with { Units = shorter };
            packed[^1] = packed[^1] with { Units = longer };
            (previous, last) = (shorter, longer);
        }
    }

    /// <summary>Rows stay behind their header, headings with their text, and pieces of one block in chunks of their own.</summary>
    private static bool CanMove(ChunkUnit moved, ChunkUnit before, ChunkUnit next) =>
        moved.Kind is BlockKind.Paragraph or BlockKind.ListItem && !before.KeepsWithNext && moved.Span != next.Span;

    private bool Fits(string header, List<ChunkUnit> units) => Count(header, units) <= options.MaxTokens;

    private int Count(string header, List<ChunkUnit> units)
    {
        if (!counter.AddsUp) return counter.Count(ChunkText.Join(header, units).Text);
        int tokens = header.Length == 0 ? 0 : counter.Count(header);
        foreach (ChunkUnit unit in units) tokens += unit.Tokens(counter);
        return tokens;
    }
}
