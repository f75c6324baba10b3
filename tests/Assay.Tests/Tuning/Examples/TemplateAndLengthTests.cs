using Assay.Text.Templates;
using Assay.Text.Tokenizers;
using Assay.Text.Tokenizers.Training;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Checks;
using Assay.Tuning.Examples.Reading;
using Assay.Tuning.Tokens;

namespace Assay.Tests.Tuning.Examples;

public sealed class TemplateAndLengthTests
{
    internal const string Good = "{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}<|end|>{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}";

    private static readonly ChatExample s_twoTurns = new(3, [.. new[] { ("user", "first question"), ("assistant", "first answer"), ("user", "second question"), ("assistant", "second answer") }.Select(m => MessageReader.Plain(m.Item1, m.Item2))]);

    [Theory]
    [InlineData(Good, null)]
    [InlineData("{% for m in messages[-2:] %}<|{{ m['role'] }}|>{{ m['content'] }}<|end|>{% endfor %}", "message 1 (user)")]
    [InlineData("{% for m in messages %}{% if m['role'] == 'user' %}<|user|>{{ m['content'] }}<|end|>{% endif %}{% endfor %}", "message 2 (assistant)")]
    [InlineData("{% for m in messages %}<|{{ m['role'] }}|>{% if m['role'] == 'assistant' and not loop.last %}{{ m['content'] | upper }}{% else %}{{ m['content'] }}{% endif %}{% endfor %}", "message 2 (assistant)")]
    [InlineData("{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}", "Nothing ends turn 1")]
    [InlineData("{% for m in messages %}<|{{ m['role'] }}|>{% if loop.last %}{% generation %}{{ m['content'] }}<|end|>{% endgeneration %}{% else %}{{ m['content'] }}<|end|>{% endif %}{% endfor %}", "marks 1 turns")]
    [InlineData("<s><s>{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}<|end|>{% endfor %}", "'<s>' twice")]
    [InlineData("{{ raise_exception('no') }}", "no")]
    public void A_template_that_does_not_say_the_example_is_told(string template, string? fault)
    {
        System.Collections.Immutable.ImmutableArray<RowFault> faults = new TemplateCheck(ChatTemplate.Parse(template), "<s>").Find([s_twoTurns]);
        if (fault is null) Assert.Empty(faults);
        else Assert.Contains(fault, Assert.Single(faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_name_rows_that_are_too_long_and_rows_that_teach_nothing()
    {
        ExampleTokenizer tokenizer = Tokens();
        ChatExample[] rows = [ExampleRows.Of(1, "a b c", "d"), ExampleRows.Of(2, string.Join(' ', Enumerable.Repeat("word", 100)), "d"), ExampleRows.Of(3, "a", string.Join(' ', Enumerable.Repeat("word", 100))),
            ExampleRows.Of(4, "a", "b") with { Messages = [MessageReader.Plain("user", "a"), MessageReader.Plain("assistant", "b", learned: false)] }];
        LengthReport report = LengthReport.Of(rows, tokenizer, 64);
        Assert.Equal([2, 3], report.TooLong.Select(t => t.Line));
        Assert.Equal([2, 4], report.NothingLearned.AsEnumerable());
        Assert.Equal(tokenizer.Tokenize(rows[1]).Tokens.Length, report.TooLong[0].Tokens);
        Assert.Equal(rows.Sum(r => tokenizer.Tokenize(r).LearnedCount), report.Learned.Total);
        Assert.True(report.Tokens.P50 <= report.Tokens.P90 && report.Tokens.P90 <= report.Tokens.Longest);
    }

    [Fact]
    public void Percentiles_are_the_nearest_rank()
    {
        Assert.Equal(new LengthPercentiles(5050, 5, 50, 90, 99, 100), LengthPercentiles.Of([.. Enumerable.Range(1, 100).Reverse()]));
        Assert.Equal(new LengthPercentiles(0, 0, 0, 0, 0, 0), LengthPercentiles.Of([]));
    }

    internal static ExampleTokenizer Tokens(string template = Good)
    {
        string vocabulary = VocabularyTrainer.TrainByteLevelBpe(["word word a b c d question answer"], new TrainingOptions { VocabularySize = 300, SpecialTokens = ["<|user|>", "<|assistant|>", "<|system|>", "<|end|>"] });
        return new ExampleTokenizer(Tokenizer.Parse(vocabulary), ChatTemplate.Parse(template), null, "<|end|>");
    }
}
