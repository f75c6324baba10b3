using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Documents;

namespace Assay.Retrieval.Reading.Ocr;

/// <summary>Pictures of text (PNG, JPEG, TIFF): their paragraphs as the command <c>tesseract</c> reads them, a section for each page of a TIFF with several.</summary>
internal sealed class ImageReader : IBinaryDocumentReader
{
    /// <inheritdoc/>
    public Document Read(SourceFile file, ReadOnlyMemory<byte> bytes, ReadingOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long pixels = ImageSize.Pixels(bytes.Span);
        if (pixels == 0) throw new UnreadableDocumentException(file.Id, $"damaged, or no {file.Format} file: expected the head of a PNG, JPEG or TIFF picture. Save it anew or leave it out.");
        if (pixels > OcrText.MostPixels) throw new UnreadableDocumentException(file.Id, $"the picture states more than {OcrText.MostPixels} pixels or a thousand pages. Scale it down to 300 dots an inch, or leave it out.");
        var ocr = new OcrText(options, cancellationToken);
        if (!ocr.IsPossible) throw new UnreadableDocumentException(file.Id, $"a picture, which is not read as it is. {OcrText.Missing}, or leave it out.");
        ImmutableArray<OcrPage> pages;
        try
        {
            pages = ocr.Read(bytes);
        }
        catch (InvalidDataException error)
        {
            throw new UnreadableDocumentException(file.Id, $"the picture cannot be read: {error.Message.TrimEnd('.')}. Save it anew or leave it out.");
        }

        var document = new RenderedDocument(file);
        for (int i = 0; i < pages.Length; i++)
        {
            int start = document.Length;
            foreach (string paragraph in pages[i].Paragraphs) document.Block(BlockKind.Paragraph, paragraph);
            if (pages.Length > 1 && document.Length > start) document.Place(string.Create(CultureInfo.InvariantCulture, $"page {i + 1}"), new Text.TextSpan(start == 0 ? 0 : start + 2, document.Length));
        }

        int words = pages.Sum(p => p.Words);
        if (words == 0) throw new UnreadableDocumentException(file.Id, "the picture shows no text that could be read. Leave it out.");
        double confidence = pages.Sum(p => p.Confidence * p.Words) / words;
        return document.Build(null, new DocumentProperties([new("ocr", string.Create(CultureInfo.InvariantCulture, $"tesseract, confidence {confidence:0} of 100")), new("pages", pages.Length.ToString(CultureInfo.InvariantCulture))], null));
    }
}
