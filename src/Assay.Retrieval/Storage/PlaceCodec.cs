using System.Collections.Immutable;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Storage;

/// <summary>Places as bytes: the gap to the place before, the length, how many bytes of the name before begin this one, and the rest of the name; five or six bytes for the next row of a table.</summary>
internal static class PlaceCodec
{
    /// <summary>The bytes of places; none for none.</summary>
    public static byte[] Encode(ImmutableArray<Place> places)
    {
        if (places.IsEmpty) return [];
        using var bytes = new MemoryStream();
        byte[] before = [];
        long end = 0;
        foreach (Place place in places)
        {
            byte[] name = Encoding.UTF8.GetBytes(place.Name);
            int shared = before.AsSpan().CommonPrefixLength(name);
            VariableNumbers.Write(bytes, VariableNumbers.ZigZag(place.Span.Start - end));
            VariableNumbers.Write(bytes, (ulong)place.Span.Length);
            VariableNumbers.Write(bytes, (ulong)shared);
            VariableNumbers.Write(bytes, (ulong)(name.Length - shared));
            bytes.Write(name, shared, name.Length - shared);
            (before, end) = (name, place.Span.End);
        }

        return bytes.ToArray();
    }

    /// <summary>The places that <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes end within a place or hold a number out of range.</exception>
    public static ImmutableArray<Place> Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return [];
        ImmutableArray<Place>.Builder places = ImmutableArray.CreateBuilder<Place>();
        byte[] before = [];
        long end = 0;
        while (!bytes.IsEmpty)
        {
            long start = end + VariableNumbers.UnZigZag(VariableNumbers.Read(ref bytes)), length = (long)VariableNumbers.Read(ref bytes);
            long shared = (long)VariableNumbers.Read(ref bytes), rest = (long)VariableNumbers.Read(ref bytes);
            if (start < 0 || start + length > int.MaxValue || shared > before.Length || rest > bytes.Length) throw new InvalidDataException("A place of a chunk holds a number out of range.");
            before = [.. before.AsSpan(0, (int)shared), .. bytes[..(int)rest]];
            bytes = bytes[(int)rest..];
            end = start + length;
            places.Add(new Place(Encoding.UTF8.GetString(before), new TextSpan((int)start, (int)end)));
        }

        return places.DrainToImmutable();
    }
}
