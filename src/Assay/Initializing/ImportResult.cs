using System.Collections.Immutable;

namespace Assay.Initializing;

/// <summary>What making a project did.</summary>
/// <param name="Documents">Documents written into <c>docs/</c> (found there, where the folder already existed).</param>
/// <param name="Questions">Questions in <c>questions.jsonl</c>.</param>
/// <param name="LeftOut">Questions of the source that could not be used; <paramref name="Notes"/> say why.</param>
/// <param name="Notes">Sentences for the user: what was left out and what to do next.</param>
public sealed record ImportResult(int Documents, int Questions, int LeftOut, ImmutableArray<string> Notes);
