using Assay.Retrieval.Reading.Pdf.Files;
using Assay.Retrieval.Reading.Pdf.Fonts;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Content;

/// <summary>The fonts of a file that are open, and the forms that its pages share.</summary>
/// <param name="file">The file.</param>
internal sealed class FontCache(PdfFile file)
{
    private const int MostForms = 64;
    private const int LargestForm = 1 << 20;
    private readonly Dictionary<PdfDictionary, PdfFont> fonts = [];
    private readonly Dictionary<PdfStream, ReadOnlyMemory<byte>> forms = new(ReferenceEqualityComparer.Instance);

    /// <summary>The font of a name; null for an unknown one.</summary>
    public PdfFont? Find(PdfDictionary resources, string name) => file.Get(file.Get(resources, "Font").Dictionary, name) is { Kind: PdfKind.Dictionary } font ? Open(font.Dictionary) : null;

    /// <summary>The font of a dictionary.</summary>
    public PdfFont Open(PdfDictionary dictionary)
    {
        if (!fonts.TryGetValue(dictionary, out PdfFont? font)) fonts[dictionary] = font = PdfFont.Open(file, dictionary);
        return font;
    }

    /// <summary>The operators of a form; null when they cannot be read.</summary>
    public ReadOnlyMemory<byte>? Form(PdfValue form)
    {
        if (form.Stream is not { } stream) return null;
        if (forms.TryGetValue(stream, out ReadOnlyMemory<byte> known)) return known;
        ReadOnlyMemory<byte>? content = file.Decode(form);
        if (content is { Length: <= LargestForm } small && forms.Count < MostForms) forms[stream] = small;
        return content;
    }
}
