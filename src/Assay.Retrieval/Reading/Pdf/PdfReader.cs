using System.Collections.Immutable;
using System.Globalization;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading.Ocr;
using Assay.Retrieval.Reading.Pdf.Content;
using Assay.Retrieval.Reading.Pdf.Files;
using Assay.Retrieval.Reading.Pdf.Layout;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf;

/// <summary>PDF files: their text in reading order with headings, lists, tables and page numbers. Pictures of text are read where OCR is possible, else reported.</summary>
/// <remarks>
/// One page after the other is laid out and its operators let go, so that what stays in memory is the text. A page that cannot be read becomes a warning; a file that would cause far
/// more work than its size gives reason for is refused (<see cref="PdfBudget"/>).
/// </remarks>
internal sealed class PdfReader : IBinaryDocumentReader
{
    private const int BytesPerGlyph = 24;
    private const double DefaultWidth = 612;
    private const double DefaultHeight = 792;
    private const double LargestPage = 20_000;
    private const int MostNotes = 1_000;
    private const int MostLinks = 100;
    private const int LongestLink = 500;

    /// <inheritdoc/>
    public Document Read(SourceFile file, ReadOnlyMemory<byte> bytes, ReadingOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return new Reading(file, PdfFile.Open(bytes), options, cancellationToken).Read();
        }
        catch (PdfSyntaxException damage)
        {
            throw new UnreadableDocumentException(file.Id, $"the PDF {damage.Message}.");
        }
    }

    /// <summary>One file being read.</summary>
    private sealed class Reading(SourceFile source, PdfFile file, ReadingOptions options, CancellationToken cancellationToken)
    {
        private readonly List<PageLayout> pages = [];
        private readonly List<int> damaged = [];
        private readonly FontCache fonts = new(file);
        private readonly OcrText ocr = new(options, cancellationToken);
        private readonly List<string> links = [];
        private string? notRecognized;

        public Document Read()
        {
            int number = 0;
            foreach (PdfDictionary page in PdfPages.Of(file))
            {
                cancellationToken.ThrowIfCancellationRequested();
                pages.Add(Page(++number, page));
                Links(page);
            }

            if (number == 0) throw new PdfSyntaxException("has no pages");
            if (damaged.Count == number) throw new PdfSyntaxException("has no page that can be read");
            int[] pictures = [.. pages.Where(p => p.IsPicture && p.Recognized is null).Select(p => p.Number)];
            if (pictures.Length > 0 && pages.TrueForAll(p => p.Items.Count == 0 && p.Recognized is null))
            {
                throw new PdfSyntaxException($"shows pictures of its {number} pages and has no text. {notRecognized ?? OcrText.Missing}; or make its text readable by another program (OCR) and save it anew");
            }

            if (!options.KeepRunningLines) RunningLines.Remove(pages);
            ContinuedTables.Join(pages);
            var document = new RenderedDocument(source);
            var writer = new DocumentWriter(document, new Headings(pages, PdfOutline.Of(file)), new Hyphens(pages));
            foreach (PageLayout page in pages) writer.Write(page);
            writer.Close();
            Warn(document, pictures);
            return document.Build(Title(), Properties(number));
        }

        private PageLayout Page(int number, PdfDictionary page)
        {
            try
            {
                PageContent content = Content(page);
                file.Budget.Keep(content.Glyphs.Count * BytesPerGlyph);
                PageLayout layout = PageLayout.Of(number, content);
                return layout.IsPicture && ocr.IsPossible ? layout with { Recognized = Recognize(content) } : layout;
            }
            catch (PdfSyntaxException damage) when (!damage.IsLimit)
            {
                damaged.Add(number);
                return new PageLayout(number, DefaultWidth, DefaultHeight, []);
            }
        }

        // Addresses outside of the file; what they are put behind is text like any other.
        private void Links(PdfDictionary page)
        {
            foreach (PdfValue note in file.Get(page, "Annots").Elements.Take(MostNotes))
            {
                if (links.Count == MostLinks) return;
                string address = DocumentText.Of(file.Get(file.Get(file.Resolve(note).Dictionary, "A").Dictionary, "URI").Bytes).Trim();
                if (address.Length is > 0 and <= LongestLink && !links.Contains(address)) links.Add(address);
            }
        }

        // A scanner may cut a page into strips.
        private OcrPage? Recognize(PageContent content)
        {
            var paragraphs = ImmutableArray.CreateBuilder<string>();
            double confidence = 0;
            int words = 0;
            foreach ((PdfValue picture, _, _) in content.Pictures.OrderByDescending(p => p.Top))
            {
                if (new PdfPictures(file).Image(picture) is not { } image)
                {
                    notRecognized ??= "Their pictures are packed in a way that is not read here (JPEG 2000, JBIG2 or colours that are not plain)";
                    continue;
                }

                try
                {
                    foreach (OcrPage read in ocr.Read(image))
                    {
                        paragraphs.AddRange(read.Paragraphs);
                        confidence += read.Confidence * read.Words;
                        words += read.Words;
                    }
                }
                catch (InvalidDataException error)
                {
                    notRecognized ??= "They could not be read: " + error.Message.TrimEnd('.');
                }
            }

            return words == 0 ? null : new OcrPage(paragraphs.DrainToImmutable(), confidence / words) { Words = words };
        }

        private PageContent Content(PdfDictionary page)
        {
            double[] box = Box(file.Get(page, "CropBox")) ?? Box(file.Get(page, "MediaBox")) ?? [0, 0, DefaultWidth, DefaultHeight];
            double width = box[2] - box[0], height = box[3] - box[1], unit = file.Get(page, "UserUnit").Number is > 0.1 and < 100 and double stated ? stated : 1;
            int turn = ((file.Get(page, "Rotate").Integer / 90 % 4) + 4) % 4;
            var content = new PageContent { Width = (turn % 2 == 0 ? width : height) * unit, Height = (turn % 2 == 0 ? height : width) * unit };
            Matrix moved = new Matrix(1, 0, 0, 1, -box[0], -box[1]).Then(turn switch
            {
                1 => new Matrix(0, -1, 1, 0, 0, width),
                2 => new Matrix(-1, 0, 0, -1, width, height),
                3 => new Matrix(0, 1, -1, 0, height, 0),
                _ => Matrix.Identity,
            }).Then(new Matrix(unit, 0, 0, unit, 0, 0));
            new ContentReader(file, fonts, content, cancellationToken).Read(Operators(page).Span, file.Get(page, "Resources").Dictionary, moved);
            return content;
        }

        private ReadOnlyMemory<byte> Operators(PdfDictionary page)
        {
            PdfValue contents = file.Get(page, "Contents");
            if (contents.Kind == PdfKind.Stream) return file.Decode(contents) ?? default;
            using var all = new MemoryStream();
            foreach (PdfValue part in contents.Elements)
            {
                if (file.Decode(part) is not { } bytes) continue;
                if (all.Length + bytes.Length > PdfBudget.LargestStream) throw new PdfSyntaxException($"has a page with more than {PdfBudget.LargestStream} bytes of operators");
                all.Write(bytes.Span);
                all.WriteByte((byte)'\n');
            }

            return all.GetBuffer().AsMemory(0, (int)all.Length);
        }

        private double[]? Box(PdfValue value)
        {
            if (value.Elements.Length < 4) return null;
            double[] b = [.. value.Elements.Take(4).Select(e => file.Resolve(e).Number)];
            double[] box = [Math.Min(b[0], b[2]), Math.Min(b[1], b[3]), Math.Max(b[0], b[2]), Math.Max(b[1], b[3])];
            return box[2] - box[0] is > 1 and < LargestPage && box[3] - box[1] is > 1 and < LargestPage ? box : null;
        }

        private void Warn(RenderedDocument document, int[] pictures)
        {
            if (pictures.Length > 0) document.Warn($"{Pages(pictures)} only a picture; its text is not read. {notRecognized ?? OcrText.Missing}; or make it readable by another program (OCR) and save the file anew.");
            PageLayout[] recognized = [.. pages.Where(p => p.Recognized is not null)];
            if (recognized.Length > 0) document.Warn(string.Create(CultureInfo.InvariantCulture, $"{Pages([.. recognized.Select(p => p.Number)])} only a picture, whose text was read by OCR (confidence {Confidence(recognized):0} of 100) and may have errors."));
            if (file.IsCutOff) document.Warn(string.Create(CultureInfo.InvariantCulture, $"The file is cut off: its end is missing. What could be found was read ({pages.Count} pages); others may be gone. Get the whole file."));
            if (damaged.Count > 0) document.Warn($"{Pages([.. damaged])} damaged and left out.");
            int[] unknown = [.. pages.Where(p => p.Unknown > 20 && p.Unknown > p.Items.OfType<Line>().Sum(l => l.Text.Length)).Select(p => p.Number)];
            if (unknown.Length > 0) document.Warn($"{Pages(unknown)} set in fonts that do not say which characters their glyphs are; most of its text is missing. Print the file anew or use OCR.");
        }

        private static double Confidence(PageLayout[] recognized) => recognized.Sum(p => p.Recognized!.Confidence * p.Recognized.Words) / recognized.Sum(p => p.Recognized!.Words);

        private static string Pages(int[] numbers)
        {
            var parts = new List<string>();
            for (int i = 0; i < numbers.Length;)
            {
                int end = i;
                while (end + 1 < numbers.Length && numbers[end + 1] == numbers[end] + 1) end++;
                parts.Add(end > i ? string.Create(CultureInfo.InvariantCulture, $"{numbers[i]}-{numbers[end]}") : numbers[i].ToString(CultureInfo.InvariantCulture));
                i = end + 1;
            }

            string shown = string.Join(", ", parts.Take(20)) + (parts.Count > 20 ? ", …" : "");
            return numbers.Length == 1 ? $"Page {shown} is" : $"Each of the pages {shown} is";
        }

        // Many programs put the name of the file they converted there.
        private string? Title()
        {
            string title = DocumentText.Of(file.Get(file.Information, "Title").Bytes).Trim();
            bool name = title.StartsWith("Microsoft", StringComparison.OrdinalIgnoreCase) || title.StartsWith("untitled", StringComparison.OrdinalIgnoreCase)
                || (title.LastIndexOf('.') is > 0 and int dot && title.Length - dot is >= 3 and <= 5 && !title.Contains(' ', StringComparison.Ordinal));
            return title.Length is 0 or > 300 || name || !title.Any(char.IsLetter) ? null : title;
        }

        private DocumentProperties Properties(int count)
        {
            var fields = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
            foreach (string name in new[] { "Title", "Author", "Subject", "Keywords", "Creator", "Producer" })
            {
                string value = DocumentText.Of(file.Get(file.Information, name).Bytes).Trim();
                if (value.Length > 0) fields.Add(new(name.ToLowerInvariant(), value.Length <= 1000 ? value : value[..1000]));
            }

            DateTimeOffset? created = PdfDate.Of(file.Get(file.Information, "CreationDate").Bytes), changed = PdfDate.Of(file.Get(file.Information, "ModDate").Bytes);
            if (created is { } from) fields.Add(new("created", from.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)));
            if (changed is { } last) fields.Add(new("modified", last.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture)));
            PageLayout[] recognized = [.. pages.Where(p => p.Recognized is not null)];
            if (recognized.Length > 0) fields.Add(new("ocr", string.Create(CultureInfo.InvariantCulture, $"{recognized.Length} pages by tesseract, confidence {Confidence(recognized):0} of 100")));
            fields.Add(new("pages", count.ToString(CultureInfo.InvariantCulture)));
            if (links.Count > 0) fields.Add(new("links", string.Join(' ', links)));
            if (file.WasEncrypted) fields.Add(new("encrypted", "opened without a password"));
            return new DocumentProperties(fields.ToImmutable(), changed ?? created);
        }
    }
}
