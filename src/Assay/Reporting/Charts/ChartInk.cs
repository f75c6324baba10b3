namespace Assay.Reporting.Charts;

/// <summary>Colour, dashes and marks of a series, the same wherever an arm is drawn. Dashes and marks tell series apart in grey print and for eyes that do not tell colours apart.</summary>
/// <param name="Number">Of the style classes: 0 to 5.</param>
internal readonly record struct ChartInk(int Number)
{
    private static readonly string[] Arms = ["prompt", "rag", "fine-tuned", "hybrid", "long-context", "oracle"];

    private static readonly string[] Marks =
    [
        "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z", "M-4 -4h8v8h-8z", "M0 -5l5 9h-10z", "M0 -5l5 5l-5 5l-5 -5z", "M0 5l5 -9h-10z", "M-4 -1.5h2.5v-2.5h3v2.5h2.5v3h-2.5v2.5h-3v-2.5h-2.5z",
    ];

    /// <summary>The ink of an arm, or of any other series by its place.</summary>
    /// <param name="name">Name of the series.</param>
    /// <param name="place">Its place among the series.</param>
    public static ChartInk Of(string name, int place)
    {
        int known = Array.IndexOf(Arms, name);
        return new ChartInk(known < 0 ? place % Marks.Length : known);
    }

    /// <summary>The classes of the style sheet.</summary>
    public string Class => $"k{Number}";

    /// <summary>Outline of the mark around 0,0.</summary>
    public string Mark => Marks[Number];
}
