using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading.Code;

/// <summary>The lines of a file of code as places, as editors count them.</summary>
internal static class CodeLines
{
    /// <summary>Made files may have millions of lines; nobody looks one up there.</summary>
    private const int MostLines = 100_000;

    /// <summary>A place for each line that is not blank; none for a file of more than 100,000 lines.</summary>
    public static ImmutableArray<Place> Of(string source)
    {
        if (source.AsSpan().Count('\n') >= MostLines) return [];
        ImmutableArray<Place>.Builder places = ImmutableArray.CreateBuilder<Place>();
        int number = 0;
        for (int start = 0; start < source.Length;)
        {
            int length = source.AsSpan(start).IndexOf('\n'), end = length < 0 ? source.Length : start + length;
            number++;
            if (!source.AsSpan(start, end - start).IsWhiteSpace()) places.Add(new Place(string.Create(CultureInfo.InvariantCulture, $"line {number}"), new TextSpan(start, end)));
            start = end + 1;
        }

        return places.DrainToImmutable();
    }
}
