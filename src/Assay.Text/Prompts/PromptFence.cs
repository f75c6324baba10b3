using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Assay.Text.Prompts;

/// <summary>A line that the text between two of it cannot hold: what a document says cannot end the part of a prompt that it stands in.</summary>
public static class PromptFence
{
    /// <summary>A fence for some texts.</summary>
    /// <param name="texts">Everything that stands between or near the two lines, as rendered.</param>
    /// <returns>A line such as <c>=====3f9a2c71=====</c> that occurs in none of them; the same for the same texts.</returns>
    /// <remarks>Made from a hash of the texts, so it repeats, and then checked against them, so that nobody can have put it there, even knowing how it is made.</remarks>
    public static string For(params IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string text in texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }

        byte[] seed = hash.GetHashAndReset();
        for (int attempt = 0; ; attempt++)
        {
            hash.AppendData(seed);
            hash.AppendData(Encoding.UTF8.GetBytes(attempt.ToString(CultureInfo.InvariantCulture)));
            string name = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 4));
            if (!texts.Any(t => t.Contains(name, StringComparison.OrdinalIgnoreCase))) return $"====={name}=====";
        }
    }
}
