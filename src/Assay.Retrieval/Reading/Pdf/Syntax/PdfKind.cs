namespace Assay.Retrieval.Reading.Pdf.Syntax;

/// <summary>What a <see cref="PdfValue"/> is; the last ones are marks of the notation, never values of an object.</summary>
internal enum PdfKind : byte
{
    /// <summary>Nothing: also what a reference to a missing object stands for.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number, whole or not.</summary>
    Number,

    /// <summary>A name, without its slash.</summary>
    Name,

    /// <summary>Bytes.</summary>
    String,

    /// <summary>Values in order.</summary>
    Array,

    /// <summary>Values by name.</summary>
    Dictionary,

    /// <summary>A dictionary with bytes.</summary>
    Stream,

    /// <summary>The number of another object.</summary>
    Reference,

    /// <summary>An operator or a word of the file's structure.</summary>
    Keyword,

    /// <summary><c>[</c></summary>
    ArrayOpen,

    /// <summary><c>]</c></summary>
    ArrayClose,

    /// <summary><c>&lt;&lt;</c></summary>
    DictionaryOpen,

    /// <summary><c>&gt;&gt;</c></summary>
    DictionaryClose,

    /// <summary>The bytes are used up.</summary>
    End,
}
