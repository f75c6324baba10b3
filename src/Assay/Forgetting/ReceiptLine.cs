namespace Assay.Forgetting;

/// <summary>One place that held text of a document.</summary>
/// <param name="Kind">What it is: <c>chunks</c>, <c>vectors</c>, <c>journal</c>, <c>readers</c>, <c>index</c>, <c>trace</c>, <c>answer</c>, <c>stage</c>, <c>run</c>, <c>report</c>, <c>file</c>, <c>question</c>, <c>example</c>, <c>document</c>.</param>
/// <param name="Where">File, with line where it has lines; number of a trace; key of an answer.</param>
/// <param name="Done">What was done to it.</param>
/// <param name="Note">What the user must know or do; empty for nothing.</param>
public sealed record ReceiptLine(string Kind, string Where, ReceiptAction Done, string Note = "");
