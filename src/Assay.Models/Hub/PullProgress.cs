namespace Assay.Models.Hub;

/// <summary>How far a pull has come.</summary>
/// <param name="Step">What is being done.</param>
/// <param name="File">The file it is done to; empty for what concerns all.</param>
/// <param name="DoneBytes">Bytes of all files that are there (of this file while <see cref="PullStep.Checking"/>).</param>
/// <param name="TotalBytes">Bytes of all files (of this file while <see cref="PullStep.Checking"/>); 0 while unknown.</param>
/// <param name="Note">What a person should know: why it is tried again and when; null where there is nothing.</param>
public sealed record PullProgress(PullStep Step, string File, long DoneBytes, long TotalBytes, string? Note = null);
