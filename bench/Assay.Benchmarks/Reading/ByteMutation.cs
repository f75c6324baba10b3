namespace Assay.Benchmarks.Reading;

/// <summary>Damage that knows nothing of the format: bytes changed, cut out, doubled, swapped in from another file, the end cut off.</summary>
internal static class ByteMutation
{
    private const int MostChanges = 6;
    private const int LongestPiece = 256;

    /// <summary>A damaged file.</summary>
    /// <param name="first">The file it begins from.</param>
    /// <param name="second">Another file of the format, to take pieces from.</param>
    /// <param name="below">A random number from 0 up to what it is given, exclusively.</param>
    public static byte[] Of(byte[] first, byte[] second, Func<int, int> below)
    {
        var bytes = new List<byte>(first);
        int changes = 1 + below(MostChanges);
        for (int i = 0; i < changes && bytes.Count > 0; i++)
        {
            int at = below(bytes.Count), length = Math.Min(1 + below(LongestPiece), bytes.Count - at);
            switch (below(7))
            {
                case 0: bytes[at] = (byte)below(256); break;
                case 1: bytes[at] ^= (byte)(1 << below(8)); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 4: bytes.InsertRange(at, second.AsSpan(below(second.Length)) is var rest ? rest[..Math.Min(length, rest.Length)].ToArray() : []); break;
                case 5: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes.InsertRange(at, Enumerable.Repeat((byte)below(256), length)); break;
            }
        }

        return [.. bytes];
    }
}
