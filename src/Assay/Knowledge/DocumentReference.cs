namespace Assay.Knowledge;

/// <summary>How question sets name what is relevant: a document id, optionally with <c>#heading-slug</c>.</summary>
public static class DocumentReference
{
    /// <summary>The document's id.</summary>
    /// <param name="reference">For example <c>docs/refunds.md#annual-plans</c>.</param>
    /// <returns>The part before the last <c>#</c>, unless what follows holds a dot or a slash: then it is no slug but part of a file name (<c>docs/c#.md</c>).</returns>
    public static string DocumentId(string reference) =>
        reference.LastIndexOf('#') is >= 0 and var at && reference.AsSpan(at).IndexOfAny('.', '/') < 0 ? reference[..at] : reference;
}
