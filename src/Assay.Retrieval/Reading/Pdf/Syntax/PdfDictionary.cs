namespace Assay.Retrieval.Reading.Pdf.Syntax;

/// <summary>Values by name, as they stand in the file: references are not followed, see <see cref="Files.PdfFile"/>.</summary>
internal sealed class PdfDictionary
{
    private readonly Dictionary<string, PdfValue> values = new(StringComparer.Ordinal);

    /// <summary>A dictionary without values.</summary>
    public static PdfDictionary Empty { get; } = new();

    /// <summary>The names and values, the later of a name.</summary>
    public IReadOnlyDictionary<string, PdfValue> Values => values;

    /// <summary>The value of a name; nothing when it has none.</summary>
    public PdfValue this[string name] => values.TryGetValue(name, out PdfValue value) ? value : default;

    /// <summary>Sets a value while the dictionary is read.</summary>
    public void Set(string name, PdfValue value) => values[name] = value;
}
