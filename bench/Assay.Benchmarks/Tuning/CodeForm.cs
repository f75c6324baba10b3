using Assay.Models.Sampling;

namespace Assay.Benchmarks.Tuning;

/// <summary>How findings and ICD-10 categories are written for the model.</summary>
/// <remarks>Findings are in small letters and categories in capital ones, and the vocabulary is learned from words without digits: so each character of a category is one token, the chapter's letter first.</remarks>
internal static class CodeForm
{
    /// <summary>Characters of a category.</summary>
    public const int CategoryLength = 3;

    private const double LeftOut = 0.2, Shuffled = 0.2, Unchanged = 0.5;

    /// <summary>What the model is asked.</summary>
    public static string Asked(string words) => " " + words;

    /// <summary>The category of a code as the model writes it, <c>N44</c>.</summary>
    public static string Written(string code) => code[..Math.Min(CategoryLength, code.Length)].ToUpperInvariant();

    /// <summary>The part of a code that an answer gives.</summary>
    public static string Read(string answer) => answer.Trim().ToLowerInvariant();

    /// <summary>A text to learn the vocabulary from: the finding without digits.</summary>
    public static string ForVocabulary(string words) => Asked(string.Concat(words.Where(c => !char.IsDigit(c))));

    /// <summary>A finding written anew: half of the time as it is; otherwise with one word in five left out, never all, and in one of five cases in another order.</summary>
    public static string Varied(string words, ref Xoshiro256 random)
    {
        if (random.NextUnit() < Unchanged) return words;
        string[] all = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        List<string> kept = [];
        foreach (string word in all)
        {
            if (random.NextUnit() >= LeftOut) kept.Add(word);
        }

        if (kept.Count == 0) kept = [.. all];
        if (random.NextUnit() < Shuffled) Shuffle(kept, ref random);
        return string.Join(' ', kept);
    }

    private static void Shuffle(List<string> words, ref Xoshiro256 random)
    {
        for (int i = words.Count - 1; i > 0; i--)
        {
            int other = (int)(random.NextUnit() * (i + 1));
            (words[i], words[other]) = (words[other], words[i]);
        }
    }
}
