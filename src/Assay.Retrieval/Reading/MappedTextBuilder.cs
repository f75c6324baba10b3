using System.Collections.Immutable;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading;

/// <summary>Builds rendered text and its map together, so that they cannot disagree. Runs of white space become one space, as browsers show them.</summary>
/// <param name="source">The original that positions point into.</param>
internal sealed class MappedTextBuilder(string source)
{
    private const int NoPosition = -1;
    private const string Separator = " | ";

    // A million character references of a made page would take more memory as runs than as text; behind this many, runs that follow each other are joined.
    private const int MaxRuns = 200_000;
    private readonly StringBuilder text = new();
    private readonly List<SourceMap.Run> runs = [];
    private List<int>? breaks;
    private List<int>? repeated;
    private bool pendingSpace;
    private int pendingPosition;

    /// <summary>Whether nothing visible was added yet.</summary>
    public bool IsEmpty => text.Length == 0;

    /// <summary>Characters so far; white space at the end is not counted before something follows it.</summary>
    public int Length => text.Length;

    /// <summary>First original position used, or -1.</summary>
    public int SourceStart { get; private set; } = NoPosition;

    /// <summary>One past the last original position used, or -1.</summary>
    public int SourceEnd { get; private set; } = NoPosition;

    /// <summary>Adds original characters as running text.</summary>
    /// <param name="start">First character.</param>
    /// <param name="end">One past the last.</param>
    /// <param name="view">The original from <paramref name="viewOffset"/> on as it was parsed; characters that differ are left out. Null keeps all.</param>
    /// <param name="viewOffset">Where <paramref name="view"/> starts in the original.</param>
    public void Copy(int start, int end, string? view = null, int viewOffset = 0)
    {
        if (ReferenceEquals(view, source)) view = null;
        int i = start;
        while (i < end)
        {
            if (view is not null && view[i - viewOffset] != source[i])
            {
                i++;
                continue;
            }

            if (char.IsWhiteSpace(source[i]))
            {
                Space(i++);
                continue;
            }

            int from = i;
            while (i < end && !char.IsWhiteSpace(source[i]) && (view is null || view[i - viewOffset] == source[i])) i++;
            FlushSpace();
            AddRun(i - from, new TextSpan(from, i));
            text.Append(source, from, i - from);
        }
    }

    /// <summary>Adds original characters as they are, only line ends become <c>\n</c>.</summary>
    public void CopyVerbatim(int start, int end)
    {
        FlushSpace();
        int i = start;
        while (i < end)
        {
            if (source[i] == '\r')
            {
                // The line feed of a CRLF stands for the pair; a lone carriage return has no equal character to map to.
                if (i + 1 >= source.Length || source[i + 1] != '\n') text.Append('\n');
                i++;
                continue;
            }

            int from = i;
            while (i < end && source[i] != '\r') i++;
            AddRun(i - from, new TextSpan(from, i));
            text.Append(source, from, i - from);
        }
    }

    /// <summary>Adds text that stands for an original of another spelling: an entity, an escape.</summary>
    public void Render(ReadOnlySpan<char> rendered, TextSpan original)
    {
        if (rendered.IsWhiteSpace())
        {
            if (!rendered.IsEmpty) Space();
            return;
        }

        FlushSpace();
        if (rendered.Length != original.Length || rendered.SequenceEqual(original.Of(source))) AddRun(rendered.Length, original);
        text.Append(rendered);
    }

    /// <summary>Adds text that has no original.</summary>
    public void Insert(string inserted)
    {
        pendingSpace = false;
        text.Append(inserted);
    }

    /// <summary>Ends a cell of a row and begins the next one.</summary>
    public void NextCell()
    {
        (breaks ??= []).Add(text.Length);
        Insert(Separator);
    }

    /// <summary>Says that the cell begun last repeats another one, see <see cref="BlockCell.IsRepeated"/>.</summary>
    public void RepeatsCell() => (repeated ??= []).Add(breaks?.Count ?? 0);

    /// <summary>Adds running text whose original is not known.</summary>
    public void InsertProse(ReadOnlySpan<char> inserted)
    {
        foreach (char c in inserted)
        {
            if (char.IsWhiteSpace(c))
            {
                Space();
                continue;
            }

            FlushSpace();
            text.Append(c);
        }
    }

    /// <summary>White space between words.</summary>
    /// <param name="position">Where it stands, or -1.</param>
    public void Space(int position = NoPosition)
    {
        if (pendingSpace) return;
        pendingSpace = true;
        pendingPosition = position;
    }

    /// <summary>A line end that is to be seen; nothing at the start and after another one.</summary>
    public void Break()
    {
        pendingSpace = false;
        if (text.Length > 0 && text[^1] != '\n') text.Append('\n');
    }

    /// <summary>The text so far without white space around it (verbatim text keeps its first indentation).</summary>
    public MappedText Build(bool verbatim = false)
    {
        string all = text.ToString();
        int start = 0, end = all.Length;
        while (end > 0 && char.IsWhiteSpace(all[end - 1])) end--;
        while (start < end && char.IsWhiteSpace(all[start])) start++;
        if (verbatim && start < end) start = all.LastIndexOf('\n', start) + 1;
        ImmutableArray<BlockCell> cells = breaks is null ? [] : Cells(start, end);
        if (start == 0 && end == all.Length) return new MappedText(all, new SourceMap([.. runs])) { Cells = cells };
        return new MappedText(all[start..end], MapSlice.Of(new SourceMap(runs.ToImmutableArray()), start, end - start)) { Cells = cells };
    }

    // White space around the text is cut off, and with it parts of the separators beside empty cells.
    private ImmutableArray<BlockCell> Cells(int start, int end)
    {
        var cells = ImmutableArray.CreateBuilder<BlockCell>(breaks!.Count + 1);
        int from = start;
        foreach (int at in breaks)
        {
            int to = Math.Clamp(at, from, end);
            cells.Add(new BlockCell(new TextSpan(from - start, to - start), IsRepeated(cells.Count)));
            from = Math.Clamp(at + Separator.Length, start, end);
        }

        cells.Add(new BlockCell(new TextSpan(from - start, end - start), IsRepeated(cells.Count)));
        return cells.MoveToImmutable();
    }

    private bool IsRepeated(int cell) => repeated?.BinarySearch(cell) >= 0;

    private void FlushSpace()
    {
        if (!pendingSpace) return;
        pendingSpace = false;
        if (text.Length == 0 || text[^1] is '\n' or ' ') return;
        if (pendingPosition >= 0 && source[pendingPosition] == ' ') AddRun(1, new TextSpan(pendingPosition, pendingPosition + 1));
        text.Append(' ');
    }

    private void AddRun(int length, TextSpan original)
    {
        SourceStart = SourceStart < 0 ? original.Start : Math.Min(SourceStart, original.Start);
        SourceEnd = Math.Max(SourceEnd, original.End);
        if (runs.Count > 0 && runs[^1] is var last && last.Start + last.Length == text.Length && last.Source.End == original.Start
            && last.Source.Length == last.Length && original.Length == length)
        {
            runs[^1] = new SourceMap.Run(last.Start, last.Length + length, new TextSpan(last.Source.Start, original.End));
            return;
        }

        if (runs.Count < MaxRuns || !Joined(length, original)) runs.Add(new SourceMap.Run(text.Length, length, original));
    }

    // The last run and what follows it map as a whole from here on, unless that would make them look exact.
    private bool Joined(int length, TextSpan original)
    {
        SourceMap.Run last = runs[^1];
        var span = new TextSpan(Math.Min(last.Source.Start, original.Start), Math.Max(last.Source.End, original.End));
        int whole = text.Length + length - last.Start;
        if (whole == span.Length) return false;
        runs[^1] = new SourceMap.Run(last.Start, whole, span);
        return true;
    }
}
