using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Assay.Evaluation.Files;

namespace Assay.Evaluation.Questions;

/// <summary>The questions of one file.</summary>
/// <param name="Source">The file they were read from, as the user named it.</param>
/// <param name="Questions">In the order of the file; ids are unique.</param>
public sealed record QuestionSet(string Source, ImmutableArray<Question> Questions)
{
    /// <summary>A hash of what is asked and expected. Two files that differ only in spacing, key order, number format or the order of questions, or in what a made question was made of and what was said of it, agree.</summary>
    /// <returns>SHA-256 in lower-case hexadecimal, 64 characters.</returns>
    public string Fingerprint()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Question question in Questions.OrderBy(q => q.Id, StringComparer.Ordinal))
        {
            Append(hash, question.Id);
            Append(hash, question.Text);
            Append(hash, question.Answers.Select(Canonical));
            Append(hash, question.Documents);
            Append(hash, question.Answerable ? "answerable" : "unanswerable");
            Append(hash, question.Tags);
            Append(hash, question.As is null ? [] : [question.As]);
            Append(hash, question.Expect is null ? "" : CanonicalJson.Text(question.Expect));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Canonical(string answer) =>
        answer.StartsWith('{') && StrictJson.TryParse(answer, out JsonNode? node, out _) && node is JsonObject ? CanonicalJson.Text(node) : answer;

    private static void Append(IncrementalHash hash, IEnumerable<string> items)
    {
        string[] all = [.. items];
        Append(hash, all.Length.ToString(CultureInfo.InvariantCulture));
        foreach (string item in all) Append(hash, item);
    }

    // The length in front keeps ("ab", "c") and ("a", "bc") apart.
    private static void Append(IncrementalHash hash, string item)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(item);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length}:")));
        hash.AppendData(bytes);
    }
}
