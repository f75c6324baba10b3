using System.Text;
using Assay.Models.Constrained;
using Assay.Text;

namespace Assay.Tests.Models.Constrained;

/// <summary>The shortest answer in tokens, against trying everything.</summary>
public sealed class TokenLimitTests
{
    [Theory]
    [InlineData("""{"type": "boolean"}""")]
    [InlineData("""{"type": "array", "items": {"const": 1}, "minItems": 2, "maxItems": 6}""")]
    [InlineData("""{"type": "object", "properties": {"a": {"enum": [1, "x", null]}, "b": {"type": "boolean"}}, "required": ["a"], "additionalProperties": false}""")]
    [InlineData("""{"enum": ["abc", "aaaaaaaa", "\"\"\"\"", 12345]}""")]
    [InlineData("""{"type": "integer", "minimum": 1000}""")]
    [InlineData("""{"type": "array", "items": {"type": "array", "items": false}, "minItems": 1}""")]
    public void Shortest_answers_are_exact(string schema)
    {
        Dice dice = new(5);
        for (int round = 0; round < 25; round++)
        {
            TokenTable table = Vocabulary(dice);
            CompiledConstraint compiled = new(Constraint.FromJsonSchema(schema, round % 2 == 0 ? JsonLayout.Compact : JsonLayout.Spaced), table);
            int shortest = BruteForce(compiled, table);
            Assert.InRange(shortest, 1, compiled.ShortestTokens);
            Assert.Equal(shortest, Begin(compiled, shortest).TokensToComplete);
            InputException e = Assert.Throws<InputException>(() => compiled.Begin(shortest - 1));
            Assert.Contains($"limit of {shortest - 1} tokens", e.Message, StringComparison.Ordinal);
            Assert.Contains($"has {shortest} tokens", e.Message, StringComparison.Ordinal);
            HostileModel model = new((ulong)round, table);
            for (int i = 0; i < 5; i++) Assert.InRange(Generation.Run(compiled.Begin(shortest), table, model).Tokens, 1, shortest);
        }
    }

    [Fact]
    public void Longer_text_with_fewer_tokens_is_found_under_a_tight_limit()
    {
        // Shortest in bytes is "[]", two tokens; "[1,1]" is one.
        TokenTable table = Vocabularies.Table(["[1,1]"u8.ToArray()]);
        CompiledConstraint compiled = new(Constraint.FromJsonSchema("""{"type": "array", "items": {"const": 1}}""", JsonLayout.Compact), table);
        Assert.Equal(2, compiled.ShortestTokens);
        ConstraintState state = compiled.Begin(1);
        Assert.True(state.TryGetForced(out int token));
        state.Accept(token);
        Assert.True(state.IsFinished && state.IsComplete);
        Assert.Throws<InputException>(() => compiled.Begin(0));
    }

    [Fact]
    public void Bytes_without_a_token_are_not_generated()
    {
        // A vocabulary of ASCII and one token of two bytes of which the second is none by itself.
        List<ReadOnlyMemory<byte>> tokens = [.. Enumerable.Range(0, 128).Select(b => (ReadOnlyMemory<byte>)new[] { (byte)b }), Encoding.UTF8.GetBytes("é"), new byte[] { 0xC3 }];
        TokenTable table = new(tokens, []);
        CompiledConstraint compiled = new(Constraint.FromJsonSchema("""{"type": "string"}"""), table);
        ConstraintState state = compiled.Begin(5);
        state.Accept('"');
        Assert.False(state.Allows(128));
        Assert.False(state.Allows(129));
        InputException e = Assert.Throws<InputException>(() => new CompiledConstraint(Constraint.FromJsonSchema("""{"const": "é"}"""), table));
        Assert.Contains("vocabulary cannot spell", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void End_of_text_is_allowed_exactly_when_complete()
    {
        TokenTable table = Vocabularies.Bytes();
        int end = table.EndOfText[0];
        ConstraintState state = new CompiledConstraint(Constraint.FromJsonSchema("""{"type": "integer"}"""), table).Begin();
        Assert.False(state.Allows(end));
        Assert.False(state.Allows(0));
        state.Accept('-' + 1);
        Assert.False(state.Allows(end));
        Assert.Throws<ArgumentException>(() => state.Accept('-' + 1));
        state.Accept('4' + 1);
        Assert.True(state.IsComplete && state.Allows(end) && state.Allows('2' + 1) && !state.IsFinished);
        state.Accept(end);
        Assert.True(state.IsFinished);
        Assert.Throws<InvalidOperationException>(() => state.Accept('2' + 1));
    }

    [Fact]
    public void Logits_of_excluded_tokens_and_of_padding_become_negative_infinity()
    {
        TokenTable table = Vocabularies.Json();
        ConstraintState state = new CompiledConstraint(Constraint.FromJsonSchema("""{"type": "boolean"}"""), table).Begin(1);
        float[] logits = new float[table.Count + 70];
        state.Apply(logits);
        int[] allowed = [.. Enumerable.Range(0, logits.Length).Where(t => logits[t] == 0)];
        Assert.Equal(["true", "false"], allowed.Select(t => Encoding.UTF8.GetString(table.Bytes(t))).ToArray());
        Assert.Throws<ArgumentException>(() => state.Apply(new float[table.Count - 1]));
    }

    private static ConstraintState Begin(CompiledConstraint compiled, int limit) => compiled.Begin(limit);

    // Bytes, and random tokens over what such documents are made of.
    private static TokenTable Vocabulary(Dice dice)
    {
        string letters = "[]{}\"\":, ,1ax0null";
        return Vocabularies.Table(Enumerable.Range(0, 60).Select(_ => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2 + dice.Below(5)).Select(_ => letters[dice.Below(letters.Length)])))));
    }

    // Breadth-first over token sequences; places are told apart by the text itself.
    private static int BruteForce(CompiledConstraint compiled, TokenTable table)
    {
        HashSet<string> seen = [""];
        List<int[]> level = [[]];
        for (int count = 1; ; count++)
        {
            List<int[]> next = [];
            foreach (int[] sequence in level)
            {
                ConstraintState state = compiled.Begin();
                foreach (int token in sequence) state.Accept(token);
                for (int token = 0; token < table.Count; token++)
                {
                    if (!state.Allows(token) || table.EndOfText.Contains(token)) continue;
                    int[] longer = [.. sequence, token];
                    if (!seen.Add(string.Concat(longer.Select(t => Encoding.Latin1.GetString(table.Bytes(t)))))) continue;
                    ConstraintState after = compiled.Begin();
                    foreach (int t in longer) after.Accept(t);
                    if (after.IsComplete) return count;
                    next.Add(longer);
                }
            }

            level = next;
        }
    }
}
