using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Filters;

/// <summary>Undoes the filters of a stream (ISO 32000-1, 7.4). What a damaged stream still gives is kept; pictures are not unpacked.</summary>
internal static class StreamDecoder
{
    private const int MostFilters = 8;

    /// <summary>The bytes of a stream.</summary>
    /// <param name="raw">As they stand in the file, decrypted.</param>
    /// <param name="dictionary">Names the filters; its references are resolved.</param>
    /// <param name="resolve">Follows a reference.</param>
    /// <param name="budget">Pays for what is unpacked.</param>
    /// <returns>The bytes; null for a filter of pictures or an unknown one.</returns>
    /// <exception cref="PdfSyntaxException">Beyond the budget.</exception>
    public static ReadOnlyMemory<byte>? Decode(ReadOnlyMemory<byte> raw, PdfDictionary dictionary, Func<PdfValue, PdfValue> resolve, PdfBudget budget)
    {
        PdfValue[] filters = List(resolve(Either(dictionary, "Filter", "F"))), parameters = List(resolve(Either(dictionary, "DecodeParms", "DP")));
        if (filters.Length > MostFilters) throw new PdfSyntaxException($"has a stream with more than {MostFilters} filters");
        ReadOnlyMemory<byte> bytes = raw;
        for (int i = 0; i < filters.Length; i++)
        {
            PdfDictionary parameter = i < parameters.Length ? resolve(parameters[i]).Dictionary : PdfDictionary.Empty;
            if (Decode(bytes, resolve(filters[i]).Name, parameter, resolve, budget) is not { } decoded) return null;
            bytes = decoded;
        }

        return bytes;
    }

    private static PdfValue Either(PdfDictionary dictionary, string name, string shortName) => dictionary[name] is { IsNull: false } value ? value : dictionary[shortName];

    private static PdfValue[] List(PdfValue value) => value.Kind switch
    {
        PdfKind.Array => value.Elements,
        PdfKind.Null => [],
        _ => [value],
    };

    private static ReadOnlyMemory<byte>? Decode(ReadOnlyMemory<byte> bytes, string? filter, PdfDictionary parameters, Func<PdfValue, PdfValue> resolve, PdfBudget budget)
    {
        switch (filter)
        {
            case "FlateDecode" or "Fl":
                return Predictor.Undo(FlateDecoder.Decode(bytes, budget), parameters, resolve, budget);
            case "LZWDecode" or "LZW":
                bool early = resolve(parameters["EarlyChange"]) is not { Kind: PdfKind.Number, Number: 0 };
                return Predictor.Undo(LzwDecoder.Decode(bytes.Span, early, budget), parameters, resolve, budget);
            case "ASCII85Decode" or "A85":
                return TextFilters.Ascii85(bytes.Span, budget);
            case "ASCIIHexDecode" or "AHx":
                return TextFilters.Hexadecimal(bytes.Span, budget);
            case "RunLengthDecode" or "RL":
                return TextFilters.RunLength(bytes.Span, budget);
            case "Crypt":
                return bytes;
            default:
                return null;
        }
    }
}
