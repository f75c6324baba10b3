using System.Net;
using Assay.Text;

namespace Assay.Tuning.Examples.Sensitive;

/// <summary>The checks behind the shapes: check digits, ranges, randomness.</summary>
internal static class SensitiveNumbers
{
    // Lengths by country, ISO 13616 register.
    private const string IbanLengths =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 " +
        "JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SD18 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20";

    private static readonly Dictionary<string, int> s_ibanLengths = IbanLengths.Split(' ').ToDictionary(c => c[..2], c => int.Parse(c.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static readonly System.Buffers.SearchValues<char> s_toldMarks = System.Buffers.SearchValues.Create("!@#$%^&*+=?~");

    private static readonly System.Buffers.SearchValues<char> s_marks = System.Buffers.SearchValues.Create("+/=_.~!@#$%^&*-");

    /// <summary>The card numbers in a run of digits, single spaces and hyphens: whole groups, printed together or as cards have them (four by four, or 4-6-5 and 4-6-4).</summary>
    public static IEnumerable<TextSpan> Cards(string text, TextSpan run)
    {
        List<TextSpan> groups = [];
        for (int at = run.Start, start = at; at <= run.End; at++)
        {
            if (at < run.End && char.IsAsciiDigit(text[at])) continue;
            groups.Add(new TextSpan(start, at));
            start = at + 1;
        }

        for (int i = 0; i < groups.Count; i++)
        {
            for (int count = Math.Min(5, groups.Count - i); count > 0; count--)
            {
                TextSpan span = new(groups[i].Start, groups[i + count - 1].End);
                if (!IsPrintedSo(groups.GetRange(i, count)) || IsDecimal(text, span) || !IsCard(Digits(text, span))) continue;
                yield return span;
                i += count - 1;
                break;
            }
        }
    }

    // A point with a digit behind it belongs to a number.
    private static bool IsDecimal(string text, TextSpan span) =>
        (span.Start >= 2 && text[span.Start - 1] == '.' && char.IsAsciiDigit(text[span.Start - 2])) || (span.End + 1 < text.Length && text[span.End] == '.' && char.IsAsciiDigit(text[span.End + 1]));

    private static bool IsPrintedSo(List<TextSpan> groups) => groups switch
    {
        [var whole] => whole.Length is >= 13 and <= 19,
        [{ Length: 4 }, { Length: 6 }, { Length: 4 or 5 }] => true,
        [.. var fours, { Length: >= 1 and <= 4 }] => groups.Count >= 4 && fours.TrueForAll(g => g.Length == 4),
        _ => false,
    };

    private static bool IsCard(string digits)
    {
        bool known = digits[0] switch
        {
            '4' => digits.Length is 13 or 16 or 19,
            '5' => digits.Length == 16 && digits[1] is >= '1' and <= '5',
            '2' => digits.Length == 16 && digits[1] is >= '2' and <= '7',
            '3' => digits.Length is 14 or 15 or 16,
            '6' => digits.Length is >= 16 and <= 19,
            _ => false,
        };
        return known && digits.Distinct().Count() > 1 && Luhn(digits);
    }

    public static bool Luhn(string digits)
    {
        int sum = 0;
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = digits[^(i + 1)] - '0';
            if (i % 2 == 1) digit = digit > 4 ? (2 * digit) - 9 : 2 * digit;
            sum += digit;
        }

        return sum % 10 == 0;
    }

    public static TextSpan? Iban(string text, TextSpan span)
    {
        if (!s_ibanLengths.TryGetValue(text.Substring(span.Start, 2), out int length)) return null;
        int end = span.Start, seen = 0;
        for (; end < span.End && seen < length; end++)
        {
            if (text[end] != ' ') seen++;
        }

        if (seen < length) return null;
        string number = text[span.Start..end].Replace(" ", "", StringComparison.Ordinal);
        int rest = 0;
        foreach (char c in number[4..] + number[..4]) rest = (char.IsAsciiDigit(c) ? (rest * 10) + c - '0' : (rest * 100) + c - 'A' + 10) % 97;
        return rest == 1 ? new TextSpan(span.Start, end) : null;
    }

    public static TextSpan? Phone(string text, TextSpan span)
    {
        while (span.Length > 1 && !char.IsAsciiDigit(text[span.End - 1])) span = span with { End = span.End - 1 };
        bool inNumber = span.Start >= 2 && text[span.Start - 1] == ' ' && char.IsAsciiDigit(text[span.Start - 2]) && text[span.Start] != '+';
        string digits = Digits(text, span);

        // Two times of a day with a dash between them have eight digits and a zero in front.
        int least = digits.StartsWith('0') ? 9 : 8;
        return !inNumber && digits.Length >= least && digits.Length <= 15 && digits.Distinct().Count() > 2 ? span : null;
    }

    public static bool IsAddress4(string text, TextSpan span)
    {
        if (!IPAddress.TryParse(text.AsSpan(span.Start, span.Length), out IPAddress? address)) return false;
        byte[] b = address.GetAddressBytes();
        bool reserved = b[0] is 0 or 127 or 255 || b is [192, 0, 2, _] or [198, 51, 100, _] or [203, 0, 113, _];
        string before = text[Math.Max(0, span.Start - 12)..span.Start].TrimEnd();
        bool version = before.EndsWith("version", StringComparison.OrdinalIgnoreCase) || before.EndsWith('v') || before.EndsWith("release", StringComparison.OrdinalIgnoreCase) || before.EndsWith("section", StringComparison.OrdinalIgnoreCase);
        return !reserved && !version && b[0] < 224;
    }

    public static bool IsAddress6(ReadOnlySpan<char> text)
    {
        int colons = text.Count(':');
        if (text.Length < 6 || (colons != 7 && !text.Contains("::", StringComparison.Ordinal)) || !IPAddress.TryParse(text, out IPAddress? address)) return false;
        byte[] b = address.GetAddressBytes();
        return !IPAddress.IsLoopback(address) && !address.Equals(IPAddress.IPv6Any) && b is not [0x20, 0x01, 0x0D, 0xB8, ..];
    }

    public static bool IsExampleDomain(ReadOnlySpan<char> email)
    {
        ReadOnlySpan<char> domain = email[(email.LastIndexOf('@') + 1)..];
        foreach (string reserved in (ReadOnlySpan<string>)["example.com", "example.org", "example.net"])
        {
            if (domain.Equals(reserved, StringComparison.OrdinalIgnoreCase) || domain.EndsWith($".{reserved}", StringComparison.OrdinalIgnoreCase)) return true;
        }

        ReadOnlySpan<char> top = domain[(domain.LastIndexOf('.') + 1)..];
        return top.Equals("example", StringComparison.OrdinalIgnoreCase) || top.Equals("test", StringComparison.OrdinalIgnoreCase) || top.Equals("invalid", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a key looks drawn at random rather than written as <c>sk-xxxxxxxx</c> or <c>sk-your-api-key-goes-here</c>.</summary>
    public static bool IsVaried(ReadOnlySpan<char> key) => Bits(key) >= 3 && (key.ContainsAnyInRange('0', '9') || (key.ContainsAnyInRange('A', 'Z') && key.ContainsAnyInRange('a', 'z')));

    /// <summary>The secret behind its name, when it looks drawn at random: three classes of characters, or digits among letters, and 3.2 bits a character.</summary>
    public static TextSpan? NamedSecret(string text, TextSpan span)
    {
        int start = span.End;
        while (start > span.Start && !(char.IsWhiteSpace(text[start - 1]) || text[start - 1] is '"' or '\'' or '`' or ':' or '=' or '>')) start--;
        int end = span.End;
        if (start == end) while (start > span.Start && text[start - 1] is '=') start--;
        while (end > start && text[end - 1] is '.' or '!' or ',') end--;
        if (end - start < 12) return null;
        ReadOnlySpan<char> secret = text.AsSpan(start, end - start);
        int classes = (secret.ContainsAnyInRange('a', 'z') ? 1 : 0) + (secret.ContainsAnyInRange('A', 'Z') ? 1 : 0) + (secret.ContainsAnyInRange('0', '9') ? 1 : 0) + (secret.ContainsAny(s_marks) ? 1 : 0);
        int digits = 0;
        foreach (char c in secret) digits += char.IsAsciiDigit(c) ? 1 : 0;
        bool random = Bits(secret) >= 3.2 && digits >= 2 && classes >= 2 && digits < secret.Length;
        return random ? new TextSpan(start, end) : null;
    }

    /// <summary>A password that is told in a sentence: a word of letters with digits or marks among them, or in quotation marks; what describes passwords is none.</summary>
    public static TextSpan? ToldSecret(string text, TextSpan span)
    {
        int start = span.End;
        while (start > span.Start && !(char.IsWhiteSpace(text[start - 1]) || text[start - 1] is '"' or '\'' or '`' or ':' or '\u201C' or '\u2018')) start--;
        int end = span.End;
        while (end > start && text[end - 1] is '.' or ',' or '?') end--;

        // The word behind the name, and not the name itself or a part of it.
        string before = text[span.Start..start].TrimEnd(' ', '\t', '"', '\'', '`', '\u201C', '\u2018');
        bool named = before.EndsWith(':') || before.EndsWith('=') || s_is.Any(i => before.EndsWith(i, StringComparison.OrdinalIgnoreCase));
        if (!named || end - start is < 6 or > 64) return null;
        ReadOnlySpan<char> secret = text.AsSpan(start, end - start);
        if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '/' or '<' or '{')) return null;
        bool letters = secret.ContainsAnyInRange('a', 'z') || secret.ContainsAnyInRange('A', 'Z'), digits = secret.ContainsAnyInRange('0', '9'), marks = secret[..^1].ContainsAny(s_toldMarks);
        return letters && (digits || marks) && !Describes(secret) ? new TextSpan(start, end) : null;
    }

    private static readonly string[] s_is = [" is", " was", " ist", " lautet", " est", " es", " now"];

    private static readonly string[] s_known = ["sha", "md5", "aes", "rsa", "bcrypt", "scrypt", "argon", "pbkdf", "base64", "utf", "oauth", "http", "saml", "ldap", "rfc", "iso", "pkcs", "tls", "ntlm", "totp", "fido", "web", "xxxx", "your", "example", "placeholder"];

    // "8-character", "12+", "SHA-256", "$PASSWORD", "P@ssw0rd" in lists of what not to choose stays: who writes it tells a password.
    private static bool Describes(ReadOnlySpan<char> word)
    {
        foreach (string known in s_known)
        {
            if (word.StartsWith(known, StringComparison.OrdinalIgnoreCase)) return true;
        }

        int number = 0;
        while (number < word.Length && char.IsAsciiDigit(word[number])) number++;
        if (number > 0 && number < word.Length && word[number] is '-' or '+') return true;
        return word[0] is '$' or '%' or '*' or '#' || word.Count('*') > word.Length / 2 || (word.Contains('.') && word.IndexOfAnyInRange('0', '9') < 0);
    }

    /// <summary>Whether a number can be a social security number, and is written as one or beside the name of one. The number that advertisements print is none.</summary>
    public static bool IsSecurityNumber(string text, TextSpan span)
    {
        string digits = Digits(text, span);
        int area = int.Parse(digits.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture);
        if (area is 0 or 666 or >= 900 || digits.AsSpan(3, 2) is "00" || digits.AsSpan(5) is "0000" || digits is "123456789" or "078051120" || digits.Distinct().Count() == 1) return false;
        ReadOnlySpan<char> written = text.AsSpan(span.Start, span.Length);
        if (written.Length == 11 && written[3] == '-' && written[6] == '-') return true;
        ReadOnlySpan<char> before = text.AsSpan(Math.Max(0, span.Start - 40), Math.Min(40, span.Start));
        return before.Contains("ssn", StringComparison.OrdinalIgnoreCase) || before.Contains("social security", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Shannon's entropy of the characters, in bits a character.</summary>
    public static double Bits(ReadOnlySpan<char> text)
    {
        Dictionary<char, int> counts = [];
        foreach (char c in text) counts[c] = counts.GetValueOrDefault(c) + 1;
        double bits = 0;
        foreach (int count in counts.Values) bits -= (double)count / text.Length * Math.Log2((double)count / text.Length);
        return bits;
    }

    private static string Digits(string text, TextSpan span) => string.Concat(text[span.Start..span.End].Where(char.IsAsciiDigit));
}
