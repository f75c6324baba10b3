using System.Buffers;
using System.Globalization;
using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Reading;

/// <summary>The bytes of a file, within a limit that holds whatever length the file states.</summary>
internal static class SourceBytes
{
    private const int CopyBytes = 64 * 1024;

    /// <summary>All bytes of <paramref name="file"/>.</summary>
    /// <param name="file">Opened once and closed again.</param>
    /// <param name="maxBytes">A longer one is refused, before it is opened when it says so.</param>
    /// <param name="cancellationToken">Checked for every piece that is read.</param>
    /// <exception cref="UnreadableDocumentException">It is too large.</exception>
    public static ReadOnlyMemory<byte> Read(SourceFile file, int maxBytes, CancellationToken cancellationToken)
    {
        if (file.LengthBytes > maxBytes) throw TooLarge(file, maxBytes, file.LengthBytes.ToString(CultureInfo.InvariantCulture));
        using Stream stream = file.Open();
        var bytes = new MemoryStream((int)Math.Clamp(file.LengthBytes, 0, maxBytes));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (bytes.Length + read > maxBytes) throw TooLarge(file, maxBytes, $"more than {maxBytes}");
                bytes.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    private static UnreadableDocumentException TooLarge(SourceFile file, int maxBytes, string found) =>
        new(file.Id, $"too large: at most {maxBytes} bytes are read, found {found}. Split the file or leave it out.");
}
