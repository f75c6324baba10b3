using System.Collections;
using System.Text.RegularExpressions;
using Assay.Text;

namespace Assay.Tuning.Examples.Sensitive;

/// <summary>Finds personal data and secrets in a text by their shape and, where they have them, their check digits.</summary>
/// <remarks>All patterns are matched without backtracking: time is linear in the text.</remarks>
public static class SensitiveText
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly Regex s_privateKey = new("-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----[A-Za-z0-9+/=\\s:,.\\\\-]*(-----END [A-Z ]*PRIVATE KEY( BLOCK)?-----)?", Linear);

    private static readonly Regex s_key = new(string.Join('|',
        "(AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}", "gh[pousr]_[A-Za-z0-9]{36,251}", "github_pat_[A-Za-z0-9_]{60,100}", "glpat-[A-Za-z0-9_-]{20,60}",
        "sk-[A-Za-z0-9_-]{20,200}", "[rsp]k_(live|test)_[A-Za-z0-9]{16,120}", "xox[abeoprs]-[A-Za-z0-9-]{10,200}", "AIza[A-Za-z0-9_-]{35}", "hf_[A-Za-z0-9]{30,50}",
        "npm_[A-Za-z0-9]{36}", "SG\\.[A-Za-z0-9_-]{16,40}\\.[A-Za-z0-9_-]{16,60}", "eyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{16,}",
        "https://hooks\\.slack\\.com/services/[A-Za-z0-9/]{20,100}"), Linear);

    private static readonly Regex s_named = new("(api[_ -]?key|secret|token|passwd|password|pwd|access[_ -]?key|auth[_ -]?key|credential|client[_ -]?secret|bearer)[\"']?( is|[ \\t]*[:=]>?)?[ \\t]*[\"'`]?[A-Za-z0-9+/=_.~!@#$%^&*-]{12,200}", Linear | RegexOptions.IgnoreCase);

    // A password that a person made up and told: shorter and less random than a key.
    private static readonly Regex s_told = new("(password|passwort|passcode|passphrase|passwd|mot de passe|contrase\u00F1a)[\"']?([ \\t]+(is|was|ist|lautet|est|es)( now)?)?[ \\t]*[:=]?[ \\t]*[\"'`\u201C\u2018]?[A-Za-z0-9_.~!@#$%^&*+=?-]{6,64}", Linear | RegexOptions.IgnoreCase);

    private static readonly Regex s_security = new("[0-9]{3}([ -]?)[0-9]{2}[ -]?[0-9]{4}", Linear);

    private static readonly Regex s_email = new("[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}\\.)+[A-Za-z]{2,24}", Linear);

    private static readonly Regex s_digits = new("[0-9]([ .-]?[0-9]){12,500}", Linear);

    private static readonly Regex s_iban = new("[A-Z]{2}[0-9]{2}( ?[A-Z0-9]){11,30}", Linear);

    private static readonly Regex s_phone = new("(\\+|00)[1-9][0-9]{0,2}([ ./-]?\\(?[0-9]{1,4}\\)?){2,6}|\\(0?[0-9]{2,4}\\)[ -]?[0-9]{3,8}([ -][0-9]{2,4}){0,3}|0[0-9]{2,4}[ /-][0-9]{3,4}([ -]?[0-9]{2,4}){0,3}|[2-9][0-9]{2}[-.][2-9][0-9]{2}[-.][0-9]{4}", Linear);

    private static readonly Regex s_address4 = new("[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}", Linear);

    private static readonly Regex s_address6 = new("[0-9A-Fa-f]{0,4}(:[0-9A-Fa-f]{0,4}){2,7}", Linear);

    /// <summary>What a text has of personal data and secrets.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>In the order of the text, not overlapping; where two kinds fit, the first of <see cref="SensitiveKind"/>. Digits and marks of full width count as those of ASCII.</returns>
    public static IReadOnlyList<SensitiveMatch> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length < 7) return [];
        text = Narrow(text);
        Matches found = new(text);
        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal)) found.Add(s_privateKey, SensitiveKind.PrivateKey, m => m);
        found.Add(s_key, SensitiveKind.Key, m => Alone(text, m, "_-") && SensitiveNumbers.IsVaried(text.AsSpan(m.Start, m.Length)) ? m : null);
        found.Add(s_named, SensitiveKind.Key, m => SensitiveNumbers.NamedSecret(text, m));
        found.Add(s_told, SensitiveKind.Key, m => SensitiveNumbers.ToldSecret(text, m));
        bool digits = text.AsSpan().ContainsAnyInRange('0', '9');
        if (digits) found.AddAll(s_digits, SensitiveKind.Card, m => Alone(text, m, "-.,") ? SensitiveNumbers.Cards(text, m) : []);
        if (digits) found.Add(s_iban, SensitiveKind.Iban, m => Alone(text, m with { End = m.Start + 4 }, "", tail: false) ? SensitiveNumbers.Iban(text, m) : null);
        if (digits) found.Add(s_security, SensitiveKind.NationalId, m => Alone(text, m, "-.,/") && SensitiveNumbers.IsSecurityNumber(text, m) ? m : null);
        if (text.Contains('@', StringComparison.Ordinal)) found.Add(s_email, SensitiveKind.Email, m => SensitiveNumbers.IsExampleDomain(text.AsSpan(m.Start, m.Length)) ? null : m);
        if (digits) found.Add(s_phone, SensitiveKind.Phone, m => Alone(text, m, "-.,/$€£+#_=:") ? SensitiveNumbers.Phone(text, m) : null);
        if (digits) found.Add(s_address4, SensitiveKind.IpAddress, m => Alone(text, m, ".-_") && SensitiveNumbers.IsAddress4(text, m) ? m : null);
        if (text.Contains(':', StringComparison.Ordinal)) found.Add(s_address6, SensitiveKind.IpAddress, m => Alone(text, m, ":.") && SensitiveNumbers.IsAddress6(text.AsSpan(m.Start, m.Length)) ? m : null);
        return found.Ordered();
    }

    // Unit by unit, so that places stay what they are.
    private static string Narrow(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uFF01', '\uFF5E')) return text;
        return string.Create(text.Length, text, (narrow, wide) =>
        {
            for (int i = 0; i < wide.Length; i++) narrow[i] = wide[i] switch { >= '\uFF01' and <= '\uFF5E' => (char)(wide[i] - 0xFEE0), '\u3000' => ' ', var other => other };
        });
    }

    /// <summary>Whether neither a letter or digit nor one of <paramref name="joining"/> with a digit or letter behind it stands beside the match.</summary>
    private static bool Alone(string text, TextSpan span, string joining, bool tail = true)
    {
        return !Joins(span.Start - 1, -1) && !(tail && Joins(span.End, 1));

        bool Joins(int at, int step)
        {
            if (at < 0 || at >= text.Length) return false;
            if (char.IsLetterOrDigit(text[at])) return true;
            int next = at + step;
            return joining.Contains(text[at], StringComparison.Ordinal) && next >= 0 && next < text.Length && char.IsLetterOrDigit(text[next]);
        }
    }

    private sealed class Matches(string text)
    {
        private readonly List<SensitiveMatch> found = [];
        private BitArray? taken;

        public void Add(Regex pattern, SensitiveKind kind, Func<TextSpan, TextSpan?> accept) => AddAll(pattern, kind, m => accept(m) is { } span ? [span] : []);

        public void AddAll(Regex pattern, SensitiveKind kind, Func<TextSpan, IEnumerable<TextSpan>> accept)
        {
            foreach (ValueMatch match in pattern.EnumerateMatches(text))
            {
                foreach (TextSpan span in accept(new TextSpan(match.Index, match.Index + match.Length)).Where(s => !IsTaken(s)))
                {
                    found.Add(new SensitiveMatch(span, kind));
                    taken ??= new BitArray(text.Length);
                    for (int i = span.Start; i < span.End; i++) taken[i] = true;
                }
            }
        }

        public List<SensitiveMatch> Ordered()
        {
            found.Sort((a, b) => a.Span.Start.CompareTo(b.Span.Start));
            return found;
        }

        private bool IsTaken(TextSpan span)
        {
            for (int i = span.Start; taken is not null && i < span.End; i++)
            {
                if (taken[i]) return true;
            }

            return false;
        }
    }
}
