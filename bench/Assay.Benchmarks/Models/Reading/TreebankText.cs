using System.Text;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>Text from tokens in the form of the Penn Treebank: marks go to their words again, brackets and quotes get their signs.</summary>
internal static class TreebankText
{
    /// <summary>The text of tokens between spaces.</summary>
    /// <param name="tokens">The tokens.</param>
    public static string Of(IEnumerable<string> tokens)
    {
        var text = new StringBuilder();
        bool joins = true, isQuoted = false;
        foreach (string token in tokens)
        {
            string sign = token switch { "-LRB-" => "(", "-RRB-" => ")", "-LSB-" => "[", "-RSB-" => "]", "-LCB-" => "{", "-RCB-" => "}", "``" or "''" or "\"" => "\"", "`" => "'", _ => token };
            bool opens = sign is "(" or "[" or "{" or "$" or "£" or "€" || (sign == "\"" && !isQuoted);
            bool closes = sign is ")" or "]" or "}" or "," or "." or ";" or ":" or "?" or "!" or "%" or "n't" || (sign[0] is '\'' or '’' && sign.Length <= 3) || (sign == "\"" && isQuoted);
            if (!joins && !closes) text.Append(' ');
            text.Append(sign);
            if (sign == "\"") isQuoted = !isQuoted;
            joins = opens;
        }

        return text.ToString();
    }

    /// <summary>The text of tokens between spaces.</summary>
    /// <param name="text">The tokens.</param>
    public static string Of(string text) => Of(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
