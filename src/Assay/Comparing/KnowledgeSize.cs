namespace Assay.Comparing;

/// <summary>Size of a knowledge base.</summary>
/// <param name="Documents">Documents read.</param>
/// <param name="Chunks">Pieces they were cut into.</param>
/// <param name="Tokens">Tokens of all pieces.</param>
/// <param name="Unreadable">Files that could not be read.</param>
public sealed record KnowledgeSize(int Documents, int Chunks, long Tokens, int Unreadable);
