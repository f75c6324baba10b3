using System.Text;
using System.Text.RegularExpressions;
using Assay.Benchmarks.Reports;
using Assay.Models.Constrained;

namespace Assay.Benchmarks.Constrained;

/// <summary>A vocabulary of a usual size out of this checkout's own text: the 256 bytes, and the parts of words, numbers and punctuation that occur most, weighed by length as byte-pair encoding would.</summary>
internal static partial class SourceVocabulary
{
    private const int LongestPart = 12;

    /// <summary>A table of tokens; the last two are special, the very last ends the text.</summary>
    /// <param name="count">Number of tokens.</param>
    public static TokenTable Build(int count)
    {
        Dictionary<string, int> words = new(StringComparer.Ordinal);
        foreach (string folder in (string[])["src", "docs", "bench", "tests"])
        {
            string[] files = [.. Directory.EnumerateFiles(Path.Combine(Machine.Root(), folder), "*.*", SearchOption.AllDirectories).Where(IsText).Order(StringComparer.Ordinal)];
            foreach (string word in files.SelectMany(f => Words().Matches(File.ReadAllText(f))).Select(m => m.Value)) words[word] = words.GetValueOrDefault(word) + 1;
        }

        Dictionary<string, long> parts = new(StringComparer.Ordinal);
        foreach ((string word, int times) in words)
        {
            for (int from = 0; from < word.Length; from++)
            {
                for (int length = 2; length <= Math.Min(LongestPart, word.Length - from); length++)
                {
                    string part = word.Substring(from, length);
                    parts[part] = parts.GetValueOrDefault(part) + ((long)times * length);
                }
            }
        }

        IEnumerable<byte[]> best = parts.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).Select(p => Encoding.UTF8.GetBytes(p.Key));
        List<ReadOnlyMemory<byte>> tokens = [.. Enumerable.Range(0, 256).Select(b => (ReadOnlyMemory<byte>)new[] { (byte)b })];
        tokens.AddRange(best.Take(count - 258).Select(b => (ReadOnlyMemory<byte>)b));
        while (tokens.Count < count) tokens.Add(ReadOnlyMemory<byte>.Empty);
        return new TokenTable(tokens, [count - 1]);
    }

    private static bool IsText(string path) => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".md", StringComparison.Ordinal);

    [GeneratedRegex(@" ?\p{L}+|\d{1,3}| ?[^\s\p{L}\d]{1,4}|\n *", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
