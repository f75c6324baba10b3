using Assay.Models.Local;

namespace Assay.Benchmarks.Tuning;

/// <summary>How probable a trained model takes ICD-10 categories to be for findings: the product of the probabilities of their characters, each after those before it.</summary>
internal sealed class CodeOdds
{
    private readonly Dictionary<(string Words, string Before), IReadOnlyDictionary<string, double>> next = [];

    /// <summary>Asks the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="asked">Findings' words, and the parts of codes that are to be weighed for them.</param>
    public CodeOdds(LocalModel model, IReadOnlyCollection<(string Words, IReadOnlyCollection<string> Parts)> asked)
    {
        for (int length = 0; length < CodeForm.CategoryLength; length++)
        {
            (string Words, string Before)[] some = [.. asked.SelectMany(a => a.Parts.Where(p => p.Length > length).Select(p => (a.Words, CodeForm.Written(p)[..length]))).Distinct()];
            IReadOnlyDictionary<string, double>[] found = Answering.Next(model, [.. some.Select(s => (CodeForm.Asked(s.Words), s.Before))]);
            for (int i = 0; i < some.Length; i++) next[some[i]] = found[i];
        }
    }

    /// <summary>The natural logarithm of the probability of a code's category, or of a part of it; a character that is not among the most probable ones counts like the last of them.</summary>
    public double Of(string words, string part)
    {
        string written = CodeForm.Written(part);
        double sum = 0;
        for (int i = 0; i < written.Length; i++)
        {
            IReadOnlyDictionary<string, double> here = next[(words, written[..i])];
            sum += here.TryGetValue(written[i].ToString(), out double log) ? log : here.Values.Min();
        }

        return sum;
    }
}
