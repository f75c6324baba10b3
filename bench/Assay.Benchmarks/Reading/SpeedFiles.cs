using System.Globalization;
using System.Text;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Reading;

namespace Assay.Benchmarks.Reading;

/// <summary>Files of one format whose reading is timed, and the plain copying that it is held against.</summary>
internal sealed class SpeedFiles
{
    private readonly string ending;
    private readonly byte[][] files;
    private readonly byte[][] texts;
    private readonly bool packed;

    /// <summary>Takes files and reads each once; those that are refused are left out.</summary>
    /// <param name="name">What the table calls them.</param>
    /// <param name="ending">Their ending, with its dot.</param>
    /// <param name="contents">Their bytes.</param>
    /// <param name="paths">Where they are; empty for made ones.</param>
    public SpeedFiles(string name, string ending, byte[][] contents, string[] paths)
    {
        (Name, this.ending) = (name, ending);
        packed = contents.Any(c => c is [(byte)'P', (byte)'K', ..] or [(byte)'%', (byte)'P', ..]);
        var kept = new List<(byte[] Bytes, byte[] Text, string Path)>();
        for (int i = 0; i < contents.Length; i++)
        {
            if (Read(contents[i]) is not { } document) continue;
            kept.Add((contents[i], Encoding.UTF8.GetBytes(document.Source), i < paths.Length ? paths[i] : ""));
            Characters += document.Source.Length;
            if (document.Properties?.Fields.FirstOrDefault(f => f.Key == "pages").Value is { } pages) Pages += int.Parse(pages, CultureInfo.InvariantCulture);
        }

        files = [.. kept.Select(k => k.Bytes)];
        texts = [.. kept.Select(k => k.Text)];
        Paths = [.. kept.Where(k => k.Path.Length > 0).Select(k => k.Path)];
        Megabytes = files.Sum(f => (long)f.Length) / 1e6;
    }

    /// <summary>What the table calls them.</summary>
    public string Name { get; }

    /// <summary>How many.</summary>
    public int Count => files.Length;

    /// <summary>Their size in millions of bytes.</summary>
    public double Megabytes { get; }

    /// <summary>Characters of text that were read from them.</summary>
    public long Characters { get; }

    /// <summary>Pages, for formats that say so.</summary>
    public int Pages { get; }

    /// <summary>Where they are; empty for made ones.</summary>
    public string[] Paths { get; }

    /// <summary>Whether pdftotext can read them as well.</summary>
    public bool HasPeer => ending == ".pdf" && Paths.Length > 0;

    /// <summary>Reads all.</summary>
    public void ReadAll()
    {
        foreach (byte[] file in files) Read(file);
    }

    /// <summary>Copies all: bytes decoded as UTF-8 and copied as text; where the bytes are packed, they are copied, and the text in them decoded and copied.</summary>
    public void CopyAll()
    {
        for (int i = 0; i < files.Length; i++)
        {
            if (packed) _ = files[i].AsSpan().ToArray();
            _ = new StringBuilder(Encoding.UTF8.GetString(packed ? texts[i] : files[i])).ToString();
        }
    }

    private Document? Read(byte[] file)
    {
        try
        {
            return DocumentReaders.Read(new SourceFile("speed" + ending, ending, () => new MemoryStream(file), file.Length), new ReadingOptions(), CancellationToken.None);
        }
        catch (UnreadableDocumentException)
        {
            return null;
        }
    }
}
