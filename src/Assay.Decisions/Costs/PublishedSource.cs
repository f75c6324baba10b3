namespace Assay.Decisions.Costs;

/// <summary>Who says something about costs.</summary>
/// <param name="Id">Short name.</param>
/// <param name="Title">Title and address.</param>
/// <param name="Kind"><c>article</c>, <c>lesson</c>, <c>paper</c>, <c>guide</c>, <c>blog</c> or <c>price list</c>.</param>
public sealed record PublishedSource(string Id, string Title, string Kind);
