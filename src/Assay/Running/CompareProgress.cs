namespace Assay.Running;

/// <summary>How far a comparison has come.</summary>
/// <param name="Stage">What is being done: <c>ingest</c>, <c>retrieval</c> or <c>answer prompt</c>.</param>
/// <param name="Done">Finished items of this stage.</param>
/// <param name="Total">All items of this stage; 0 while unknown.</param>
public readonly record struct CompareProgress(string Stage, int Done, int Total);
