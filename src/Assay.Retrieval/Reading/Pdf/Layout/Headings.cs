using Assay.Retrieval.Reading.Pdf.Content;

namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>Tells headings from running text: by the file's outline, by a larger font than most text has, by bold where most text is not.</summary>
internal sealed class Headings
{
    private const int LongestHeading = 200;
    private const int LongestBold = 100;
    private const int MostLines = 4;
    private const int MostLevels = 5;
    private const float Larger = 1.08f;
    private readonly IReadOnlyDictionary<string, int> outline;
    private readonly List<float> sizes;
    private readonly bool mostlyBold;

    /// <summary>Learns the fonts of a document.</summary>
    /// <param name="pages">Its pages.</param>
    /// <param name="outline">Levels of its outline's entries by <see cref="Key"/>.</param>
    public Headings(List<PageLayout> pages, IReadOnlyDictionary<string, int> outline)
    {
        this.outline = outline;
        var lettersOfSize = new SortedDictionary<float, int>();
        int all = 0, bold = 0;
        foreach (Line line in pages.SelectMany(p => p.Items).OfType<Line>())
        {
            float size = Rounded(line.Size);
            int letters = line.Text.Length;
            lettersOfSize[size] = lettersOfSize.GetValueOrDefault(size) + letters;
            all += letters;
            if (line.Face.HasFlag(TextFace.Bold)) bold += letters;
        }

        mostlyBold = bold * 3 > all;
        BodySize = lettersOfSize.Count == 0 ? 0 : lettersOfSize.MaxBy(p => p.Value).Key;
        sizes = [.. lettersOfSize.Where(p => p.Key > BodySize * Larger && p.Value >= 3).Select(p => p.Key).OrderDescending().Take(MostLevels)];
    }

    /// <summary>Size of most of the text.</summary>
    public float BodySize { get; }

    /// <summary>How an outline's entry and a heading are compared: letters and digits only.</summary>
    public static string Key(string text) => string.Concat(text.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    /// <summary>Whether a line looks other than running text does, so that it does not go on in what follows.</summary>
    public bool Differs(Line line) => Rounded(line.Size) > BodySize * Larger || (!mostlyBold && line.Face.HasFlag(TextFace.Bold));

    /// <summary>Level of the heading that some lines are; 0 for running text.</summary>
    public int LevelOf(string text, IReadOnlyList<Line> lines)
    {
        if (text.Length > LongestHeading || lines.Count > MostLines || !text.Any(char.IsLetter)) return 0;
        if (outline.Count > 0 && outline.TryGetValue(Key(text), out int level)) return level;
        float size = lines.Max(l => Rounded(l.Size));
        int bySize = sizes.FindIndex(s => s <= size);
        if (size > BodySize * Larger && bySize >= 0 && lines.All(l => Rounded(l.Size) > BodySize * Larger)) return bySize + 1;
        bool bold = !mostlyBold && lines.All(l => l.Face.HasFlag(TextFace.Bold)) && text.Length <= LongestBold && text[^1] is not ('.' or ',' or ';' or '-');
        return bold && size >= BodySize * 0.95f ? sizes.Count + 1 : 0;
    }

    private static float Rounded(float size) => MathF.Round(size * 2) / 2;
}
