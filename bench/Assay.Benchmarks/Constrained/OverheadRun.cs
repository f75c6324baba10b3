using System.Diagnostics;
using Assay.Models.Constrained;
using Assay.Tests.Models.Constrained;

namespace Assay.Benchmarks.Constrained;

/// <summary>What a constraint cost, in microseconds per token.</summary>
internal sealed record OverheadFigures(double CompileMicroseconds, int FirstTokens, double FirstMean, double Percentile50, double Percentile95, double Mean);

/// <summary>Answers to schemas of everyday kinds by a model that ends its strings after some words.</summary>
internal static class OverheadRun
{
    private const int Answers = 20;
    private const int Limit = 200;

    /// <summary>Schemas by name.</summary>
    public static readonly (string Name, string Schema)[] Cases =
    [
        ("record of texts, numbers and choices", """{"type":"object","properties":{"title":{"type":"string"},"summary":{"type":"string"},"year":{"type":"integer","minimum":1900,"maximum":2100},"price":{"type":"number","minimum":0},"state":{"enum":["open","closed","unknown"]},"urgent":{"type":"boolean"}},"required":["title","summary","year","price","state","urgent"],"additionalProperties":false}"""),
        ("list of records", """{"type":"array","minItems":3,"items":{"type":"object","properties":{"name":{"type":"string"},"count":{"type":"integer"},"tags":{"type":"array","items":{"type":"string"}}},"required":["name","count","tags"]}}"""),
        ("texts of bounded length", """{"type":"object","properties":{"a":{"type":"string","minLength":5,"maxLength":200},"b":{"type":"string","maxLength":80}},"required":["a","b"]}"""),
        ("open map", """{"type":"object","additionalProperties":{"type":"string"},"minProperties":2}"""),
        ("patterns and formats", """{"type":"object","properties":{"id":{"type":"string","pattern":"^[A-Z]{2}-\\d{4,8}$"},"mail":{"type":"string","format":"email"},"when":{"type":"string","format":"date-time"},"note":{"type":"string","pattern":"^[\\w ,.]{10,}$"}},"required":["id","mail","when","note"]}"""),
        ("tree", """{"$defs":{"n":{"type":"object","properties":{"label":{"type":"string"},"children":{"type":"array","items":{"$ref":"#/$defs/n"}}},"required":["label","children"]}},"$ref":"#/$defs/n"}"""),
        ("any JSON", "{}"),
    ];

    /// <summary>Measures one schema.</summary>
    public static OverheadFigures Measure(string schema, TokenTable table)
    {
        Measure(schema, table, answers: 2);
        return Measure(schema, table, Answers);
    }

    private static OverheadFigures Measure(string schema, TokenTable table, int answers)
    {
        long start = Stopwatch.GetTimestamp();
        CompiledConstraint compiled = new(Constraint.FromJsonSchema(schema), table);
        double compile = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        float[][] logits = Logits(table);
        float[] work = new float[table.Count];
        Dice dice = new(17);
        List<double> first = [], others = [];
        for (int answer = 0; answer < answers; answer++)
        {
            ConstraintState state = compiled.Begin(Math.Max(Limit, compiled.ShortestTokens));
            while (!state.IsFinished)
            {
                dice.Pick(logits).CopyTo(work, 0);
                start = Stopwatch.GetTimestamp();
                state.Apply(work);
                double spent = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                int token = Choose(work, dice);
                start = Stopwatch.GetTimestamp();
                state.Accept(token);
                spent += Stopwatch.GetElapsedTime(start).TotalMicroseconds;
                (answer == 0 ? first : others).Add(spent);
            }
        }

        double[] sorted = [.. others.Order()];
        return new OverheadFigures(compile, first.Count, first.Average(), sorted[sorted.Length / 2], sorted[sorted.Length * 95 / 100], others.Average());
    }

    // Among the likeliest of a few starting points, so that answers differ.
    private static int Choose(float[] logits, Dice dice)
    {
        int best = -1, from = dice.Below(logits.Length);
        for (int i = 0; i < logits.Length; i++)
        {
            int token = (from + i) % logits.Length;
            if (!float.IsNegativeInfinity(logits[token]) && (best < 0 || logits[token] > logits[best])) best = token;
        }

        return best;
    }

    private static float[][] Logits(TokenTable table)
    {
        Dice dice = new(23);
        return [.. Enumerable.Range(0, 32).Select(_ => Enumerable.Range(0, table.Count).Select(t => (dice.Below(10_000) / 1000f) + (table.Bytes(t).StartsWith("\""u8) ? dice.Below(7) - 2f : 0)).ToArray())];
    }
}
