namespace Assay.Benchmarks.Tuning;

/// <summary>Test findings that stand in the training texts.</summary>
/// <param name="Exact">Places of those that are there word for word.</param>
/// <param name="All">Places of these, and of those that are there nearly.</param>
internal sealed record CodeSuspects(HashSet<int> Exact, HashSet<int> All)
{
    /// <summary>Finds them.</summary>
    public static CodeSuspects Of(Finding[] train, Finding[] test)
    {
        HashSet<string> words = [.. train.Select(f => f.Text)];
        HashSet<int> exact = [.. Enumerable.Range(0, test.Length).Where(i => words.Contains(test[i].Text))];
        return new CodeSuspects(exact, [.. Leaks.Find([.. train.Select(f => new Pair(f.Text, f.Codes[0]))], [.. test.Select(f => f.Text)]).All, .. exact]);
    }
}
