using System.Collections.Immutable;
using System.Globalization;
using Assay.Text;

namespace Assay.Evaluation.Gates;

/// <summary>Reads gates: <c>f1&gt;=0.8,abstain&gt;=90%,latency_p95&lt;=800ms,cost&lt;=0.002usd,f1:low&gt;=0.75,f1&gt;=-0.02 vs champion</c>.</summary>
/// <remarks>
/// <code>
/// gates   = gate { "," gate }
/// gate    = measure [ ":" basis ] ( "&gt;=" | "&gt;" | "&lt;=" | "&lt;" ) number [ unit ] [ "vs" run ]
/// measure = letters, digits and _ @ . / - , beginning with a letter
/// basis   = "point" | "low" | "lower" | "high" | "upper"
/// unit    = "%" | "ms" | "s" | "usd"
/// run     = anything without comma and white space
/// </code>
/// White space is free between the parts. Without a basis a gate looks at the value measured; with <c>vs</c>, at the end of the difference's interval that proves it, so that it passes
/// only when the run is shown to be no worse than the margin allows (non-inferiority).
/// </remarks>
public static class GateParser
{
    /// <summary>Most gates in one text.</summary>
    public const int MostGates = 1_000;

    private const int MostCharacters = 100_000;

    /// <summary>Reads gates.</summary>
    /// <param name="text">As above.</param>
    /// <returns>The gates, or every problem found.</returns>
    public static GateParseResult Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MostCharacters) return new GateParseResult([], [new GateProblem(MostCharacters + 1, $"{text.Length} characters are too many for gates; {MostCharacters} are allowed")]);
        List<Gate> gates = [];
        List<GateProblem> problems = [];
        int start = 0;
        foreach (string part in text.Split(',', MostGates + 1))
        {
            if (gates.Count + problems.Count == MostGates)
            {
                problems.Add(new GateProblem(start + 1, $"more than {MostGates} gates"));
                break;
            }

            Scanner scanner = new(part, start);
            if (scanner.Gate() is { } gate) gates.Add(gate);
            else problems.Add(scanner.Problem!);
            start += part.Length + 1;
        }

        return new GateParseResult(problems.Count > 0 ? [] : [.. gates], [.. problems]);
    }

    /// <summary>Reads gates that a user wrote.</summary>
    /// <param name="text">As above.</param>
    /// <param name="option">Where it was written, such as <c>--gate</c>; begins every message.</param>
    /// <returns>At least one gate.</returns>
    /// <exception cref="InputException">The text is none; names every problem with its place.</exception>
    public static ImmutableArray<Gate> Read(string text, string option)
    {
        GateParseResult result = Parse(text);
        if (result.Problems.IsEmpty) return result.Gates;
        throw new InputException([.. result.Problems.Select(p => new Problem("", null, string.Create(
            CultureInfo.InvariantCulture, $"{option}, character {p.Position}: {p.Message}. Write, for example, {option} \"f1>=0.8,latency_p95<=800ms,f1:low>=0.75\".")))]);
    }

    private sealed class Scanner(string text, int start)
    {
        private int _at;

        public GateProblem? Problem { get; private set; }

        public Gate? Gate()
        {
            Skip();
            int first = _at;
            if (Name() is not { } measure || Basis(out GateBasis? basis) is false || Comparison() is not { } comparison || Number() is not { } number) return null;
            if (Unit() is not { } unit || Against(out string? against) is false) return null;
            bool least = comparison is GateComparison.AtLeast or GateComparison.Above;
            return new Gate
            {
                Text = text[first..].TrimEnd(),
                Measure = measure,
                Basis = basis ?? (against is null ? GateBasis.Point : least ? GateBasis.Low : GateBasis.High),
                Comparison = comparison,
                Threshold = number * unit.Scale,
                Unit = unit.Unit,
                Against = against,
            };
        }

        private string? Name()
        {
            int first = _at;
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '@' or '.' or '/' or '-')) _at++;
            if (_at > first && char.IsAsciiLetter(text[first])) return text[first.._at];
            _at = first;
            return Fail<string>("expected the name of a measure");
        }

        private bool Basis(out GateBasis? basis)
        {
            basis = null;
            Skip();
            if (!Take(":")) return true;
            Skip();
            string word = Word();
            basis = word switch { "point" => GateBasis.Point, "low" or "lower" => GateBasis.Low, "high" or "upper" => GateBasis.High, _ => null };
            if (basis is not null) return true;
            _at -= word.Length;
            Fail<object>("expected 'low', 'high' or 'point'");
            return false;
        }

        private GateComparison? Comparison()
        {
            Skip();
            if (Take(">=") || Take("≥")) return GateComparison.AtLeast;
            if (Take("<=") || Take("≤")) return GateComparison.AtMost;
            if (Take(">")) return GateComparison.Above;
            if (Take("<")) return GateComparison.Below;
            Fail<object>("expected >=, >, <= or <");
            return null;
        }

        private double? Number()
        {
            Skip();
            int first = _at;
            if (Peek is '-' or '+') _at++;
            Digits();
            if (Take(".")) Digits();
            if (Peek is 'e' or 'E' && _at + 1 < text.Length && (char.IsAsciiDigit(text[_at + 1]) || text[_at + 1] is '-' or '+'))
            {
                _at += 2;
                Digits();
            }

            if (double.TryParse(text.AsSpan(first, _at - first), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)) return number;
            _at = first;
            Fail<object>("expected a number such as 0.8");
            return null;
        }

        private (GateUnit Unit, double Scale)? Unit()
        {
            Skip();
            if (Take("%")) return (GateUnit.Share, 0.01);
            int first = _at;
            string word = Word();
            switch (word)
            {
                case "ms": return (GateUnit.Milliseconds, 1);
                case "s": return (GateUnit.Milliseconds, 1000);
                case "usd" or "USD": return (GateUnit.Usd, 1);
                case "" or "vs":
                    _at = first;
                    return (GateUnit.None, 1);
                default:
                    _at = first;
                    Fail<object>("expected a unit (%, ms, s, usd), 'vs', a comma or the end");
                    return null;
            }
        }

        private bool Against(out string? run)
        {
            run = null;
            Skip();
            if (_at == text.Length) return true;
            int first = _at;
            if (Word() != "vs")
            {
                _at = first;
                Fail<object>("expected 'vs', a comma or the end");
                return false;
            }

            Skip();
            first = _at;
            while (_at < text.Length && !char.IsWhiteSpace(text[_at])) _at++;
            run = text[first.._at];
            Skip();
            if (run.Length > 0 && _at == text.Length) return true;
            Fail<object>(run.Length == 0 ? "expected the name of a run after 'vs'" : "expected a comma or the end");
            return false;
        }

        private char Peek => _at < text.Length ? text[_at] : '\0';

        private void Skip()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
        }

        private void Digits()
        {
            while (char.IsAsciiDigit(Peek)) _at++;
        }

        private string Word()
        {
            int first = _at;
            while (char.IsLetter(Peek)) _at++;
            return text[first.._at];
        }

        private bool Take(string expected)
        {
            if (string.CompareOrdinal(text, _at, expected, 0, expected.Length) != 0) return false;
            _at += expected.Length;
            return true;
        }

        private T? Fail<T>(string expected)
            where T : class
        {
            Problem = new GateProblem(start + _at + 1, $"{expected}, found {(_at < text.Length ? $"'{Excerpt()}'" : start + _at == 0 ? "nothing" : "the end")}");
            return null;
        }

        private string Excerpt()
        {
            const int most = 20;
            string rest = new([.. text[_at..].Trim().Select(c => char.IsControl(c) ? ' ' : c)]);
            return rest.Length <= most ? rest : rest[..most] + "...";
        }
    }
}
