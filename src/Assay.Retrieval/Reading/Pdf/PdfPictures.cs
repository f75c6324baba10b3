using System.Globalization;
using System.Text;
using Assay.Retrieval.Reading.Ocr;
using Assay.Retrieval.Reading.Pdf.Files;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf;

/// <summary>The pictures of a PDF as files that other programs read: JPEG as it stands there, plain pixels as PNM, fax pages as TIFF (ISO 32000-1, 8.9).</summary>
/// <param name="file">The file.</param>
internal sealed class PdfPictures(PdfFile file)
{
    /// <summary>A picture as a file.</summary>
    /// <param name="picture">The stream of an image.</param>
    /// <returns>Null where it is packed or coloured in a way that is not plain: JPEG 2000, JBIG2, more than 8 bits, separations.</returns>
    /// <exception cref="PdfSyntaxException">Beyond the budget of the file.</exception>
    public ReadOnlyMemory<byte>? Image(PdfValue picture)
    {
        PdfDictionary of = picture.Dictionary;
        int width = file.Get(of, "Width").Integer, height = file.Get(of, "Height").Integer;
        if (picture.Stream is null || width is < 1 or > 40_000 || height is < 1 or > 40_000 || (long)width * height > OcrText.MostPixels) return null;
        string? filter = Last(file.Get(of, "Filter"));
        if (filter is "DCTDecode" or "DCT") return Raw(picture) is { } jpeg && ImageSize.Pixels(jpeg.Span) is > 0 and <= OcrText.MostPixels ? jpeg : null;
        if (filter is "CCITTFaxDecode" or "CCF") return Raw(picture) is { } fax ? Fax(fax.Span, of, width, height) : null;
        int bits = file.Get(of, "ImageMask").IsTrue ? 1 : file.Get(of, "BitsPerComponent").Integer;
        return file.Decode(picture) is { } pixels ? Plain(pixels.Span, of, (width, height, bits)) : null;
    }

    // The one filter that packs the picture itself, with nothing else around it.
    private ReadOnlyMemory<byte>? Raw(PdfValue picture) => file.Get(picture.Dictionary, "Filter").Elements.Length <= 1 ? file.Raw(picture) : null;

    private string? Last(PdfValue filter) => filter.Elements is [.., var last] ? file.Resolve(last).Name : filter.Name;

    private ReadOnlyMemory<byte>? Plain(ReadOnlySpan<byte> pixels, PdfDictionary of, (int Width, int Height, int Bits) size)
    {
        PdfValue space = file.Get(of, "ColorSpace");
        string name = space.Name ?? (space.Elements is [var first, ..] ? file.Resolve(first).Name ?? "" : "");
        int channels = name switch { "DeviceGray" or "CalGray" or "G" or "" or "Indexed" or "I" => 1, "DeviceRGB" or "CalRGB" or "RGB" => 3, "ICCBased" => file.Get(file.Resolve(space.Elements[^1]).Dictionary, "N").Integer, _ => 0 };
        if (channels is not (1 or 3) || size.Bits is not (1 or 8) || (size.Bits == 1 && channels == 3)) return null;
        int row = ((size.Width * channels * size.Bits) + 7) / 8;
        if (pixels.Length < (long)row * size.Height) return null;
        bool turned = file.Get(of, "Decode").Elements is [var low, ..] && file.Resolve(low).Number == 1;
        byte[]? palette = name is "Indexed" or "I" ? Palette(space) : null;
        if (name is "Indexed" or "I" && palette is null) return null;
        string head = string.Create(CultureInfo.InvariantCulture, $"{(channels == 3 ? "P6" : "P5")}\n{size.Width} {size.Height}\n255\n");
        byte[] image = new byte[head.Length + (size.Width * channels * size.Height)];
        Encoding.ASCII.GetBytes(head, image);
        int at = head.Length;
        for (int y = 0; y < size.Height; y++)
        {
            for (int x = 0; x < size.Width * channels; x++)
            {
                int value = size.Bits == 8 ? pixels[(y * row) + x] : (pixels[(y * row) + (x >> 3)] >> (7 - (x & 7))) & 1;
                if (palette is not null) value = palette[Math.Min(value, palette.Length - 1)];
                else if (size.Bits == 1) value *= 255;
                image[at++] = (byte)(turned ? 255 - value : value);
            }
        }

        return image;
    }

    // The lightness of each colour of a table of RGB or grey values; others are not plain.
    private byte[]? Palette(PdfValue space)
    {
        if (space.Elements.Length < 4) return null;
        PdfValue of = file.Resolve(space.Elements[1]), table = file.Resolve(space.Elements[3]);
        ReadOnlyMemory<byte> bytes = table.Kind == PdfKind.Stream ? file.Decode(table) ?? default : table.Bytes;
        string name = of.Name ?? (of.Elements is [var first, ..] ? file.Resolve(first).Name ?? "" : "");
        int channels = name switch { "DeviceRGB" or "CalRGB" => 3, "DeviceGray" or "CalGray" => 1, "ICCBased" => file.Get(file.Resolve(of.Elements[^1]).Dictionary, "N").Integer, _ => 0 };
        if (channels is not (1 or 3) || bytes.Length < channels) return null;
        byte[] light = new byte[Math.Min(256, bytes.Length / channels)];
        for (int i = 0; i < light.Length; i++)
        {
            ReadOnlySpan<byte> color = bytes.Span.Slice(i * channels, channels);
            light[i] = channels == 1 ? color[0] : (byte)(((color[0] * 299) + (color[1] * 587) + (color[2] * 114)) / 1000);
        }

        return light;
    }

    // A TIFF of one strip around the lines of a fax (TIFF 6.0, sections 10 and 11).
    private byte[] Fax(ReadOnlySpan<byte> data, PdfDictionary of, int width, int height)
    {
        PdfValue parameters = file.Get(of, "DecodeParms");
        PdfDictionary how = parameters.Elements is [.., var last] ? file.Resolve(last).Dictionary : parameters.Dictionary;
        int k = file.Get(how, "K").Integer, columns = file.Get(how, "Columns").Integer is > 0 and int stated ? stated : width;
        bool black = file.Get(how, "BlackIs1").IsTrue;
        (int Tag, int Type, int Value)[] entries =
        [
            (256, 4, columns), (257, 4, height), (258, 3, 1), (259, 3, k < 0 ? 4 : 3), (262, 3, black ? 1 : 0), (273, 4, 8 + 2 + (10 * 12) + 4), (277, 3, 1), (278, 4, height), (279, 4, data.Length), (292, 4, k > 0 ? 1 : 0),
        ];
        using var tiff = new MemoryStream();
        using var writer = new BinaryWriter(tiff);
        writer.Write("II*\0"u8);
        writer.Write(8);
        writer.Write((ushort)entries.Length);
        foreach ((int tag, int type, int value) in entries)
        {
            writer.Write((ushort)tag);
            writer.Write((ushort)type);
            writer.Write(1);
            writer.Write(value);
        }

        writer.Write(0);
        writer.Write(data);
        return tiff.ToArray();
    }
}
