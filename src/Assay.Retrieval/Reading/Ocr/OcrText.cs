using System.Collections.Immutable;

namespace Assay.Retrieval.Reading.Ocr;

/// <summary>Reads the pictures of one file within the limits on one file.</summary>
/// <param name="options">Supplies the command and the watch over the file, for which the time of another process does not count.</param>
/// <param name="cancellationToken">Ends reading.</param>
internal sealed class OcrText(ReadingOptions options, CancellationToken cancellationToken)
{
    /// <summary>What is said where the command is not installed.</summary>
    public const string Missing = "To read pictures of text, install the command tesseract (package tesseract-ocr) and ingest again";

    /// <summary>Most pixels of a picture: a page of A3 at 600 dots an inch has 70 million.</summary>
    public const long MostPixels = 80_000_000;

    private const int MostPictures = 500;
    private int pictures;

    /// <summary>Whether pictures can be read.</summary>
    public bool IsPossible => options.Ocr is not null;

    /// <summary>Reads a picture.</summary>
    /// <param name="image">As for <see cref="TesseractCommand.Read"/>.</param>
    /// <exception cref="InvalidDataException">It cannot be read; the message says why.</exception>
    public ImmutableArray<OcrPage> Read(ReadOnlyMemory<byte> image)
    {
        if (options.Ocr is not { } command) throw new InvalidDataException(Missing);
        if (++pictures > MostPictures) throw new InvalidDataException($"only {MostPictures} pictures of a file are read");
        long started = options.Time.GetTimestamp();
        if (options.Watch is { } watch) watch.IsOutside = true;
        try
        {
            return command.Read(image, cancellationToken);
        }
        finally
        {
            if (options.Watch is { } over)
            {
                over.Outside(options.Time.GetElapsedTime(started));
                over.IsOutside = false;
            }
        }
    }
}
