using System.IO.Compression;
using System.Text;

namespace Assay.Tests.Retrieval.Reading;

/// <summary>Makes archives and Office files for tests, part by part.</summary>
internal static partial class Packed
{
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public static byte[] Zip(params (string Path, string Text)[] entries) => Zip([.. entries.Select(e => (e.Path, Encoding.UTF8.GetBytes(e.Text)))]);

    public static byte[] Zip(params (string Path, byte[] Bytes)[] entries)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string path, byte[] bytes) in entries)
            {
                using Stream entry = zip.CreateEntry(path, CompressionLevel.Fastest).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    public static byte[] Word(string body, params (string Path, string Type, string Text)[] parts) => Office("word/document.xml", $"<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>", parts);

    public static byte[] Office(string main, string xml, params (string Path, string Type, string Text)[] parts)
    {
        string folder = main[..main.IndexOf('/', StringComparison.Ordinal)], name = main[(folder.Length + 1)..];
        return Zip(
        [
            ("_rels/.rels", $"<Relationships><Relationship Id=\"r1\" Type=\"{Relationships}/officeDocument\" Target=\"{main}\"/></Relationships>"),
            ($"{folder}/_rels/{name}.rels", $"<Relationships>{string.Concat(parts.Select((p, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"{Relationships}/{p.Type}\" Target=\"{p.Path}\"/>"))}</Relationships>"),
            (main, xml),
            .. parts.Select(p => ($"{folder}/{p.Path}", p.Text)),
        ]);
    }
}
