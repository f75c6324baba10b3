using Assay.Tests.Tuning.Examples;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Reading;
using Assay.Tuning.Preferences;
using Assay.Tuning.Tokens;

namespace Assay.Tests.Tuning.Preferences;

public sealed class PreferenceTokenizerTests
{
    [Fact]
    public void Both_texts_begin_with_the_prompt_and_learn_the_answer_only()
    {
        PreferencePair pair = new PreferenceTokenizer(TemplateAndLengthTests.Tokens()).Tokenize(Example("question a", "word b", "word c d"));
        int prompt = Array.IndexOf(pair.Chosen.Learned, true);
        Assert.Equal(prompt, Array.IndexOf(pair.Rejected.Learned, true));
        Assert.Equal(pair.Chosen.Tokens[..prompt], pair.Rejected.Tokens[..prompt]);
        Assert.All(pair.Chosen.Learned[prompt..], Assert.True);
        Assert.All(pair.Rejected.Learned[prompt..], Assert.True);
        Assert.Equal(7, pair.Line);
    }

    /// <summary>What the assistant said earlier belongs to the prompt.</summary>
    [Fact]
    public void Earlier_turns_are_not_learned()
    {
        PreferenceExample example = Example("a", "b", "c");
        example = example with { Prompt = [MessageReader.Plain("user", "word"), MessageReader.Plain("assistant", "answer"), .. example.Prompt] };
        ExampleTokenizer tokens = TemplateAndLengthTests.Tokens();
        Assert.Equal(tokens.Tokenize(Example("a", "b", "c").ChosenChat).LearnedCount, new PreferenceTokenizer(tokens).Tokenize(example).Chosen.LearnedCount);
    }

    /// <summary>"answer" is one token and "answers:" another text: a token that reaches from the prompt into the answer is learned with it.</summary>
    [Fact]
    public void A_token_over_the_border_belongs_to_the_answer()
    {
        ExampleTokenizer tokens = TemplateAndLengthTests.Tokens("{% for m in messages %}{% if m['role'] == 'assistant' %}w{% generation %}{{ m['content'] }}<|end|>{% endgeneration %}{% else %}{{ m['content'] }}<|end|>{% endif %}{% endfor %}");
        PreferencePair pair = new PreferenceTokenizer(tokens).Tokenize(Example("a b", "ord", "c"));
        int chosen = Array.IndexOf(pair.Chosen.Learned, true), rejected = Array.IndexOf(pair.Rejected.Learned, true);
        Assert.Equal(chosen, rejected);
        Assert.Equal(pair.Chosen.Tokens[..chosen], pair.Rejected.Tokens[..rejected]);
        Assert.NotEqual(pair.Chosen.Tokens[chosen], pair.Rejected.Tokens[rejected]);
        Assert.Equal(pair.Chosen.Learned.Count(l => l), pair.Chosen.LearnedCount);
        Assert.Equal(2, pair.Chosen.LearnedCount);
    }

    [Theory]
    [InlineData("{{ messages[-1]['content'] }}{% for m in messages %}<|{{ m['role'] }}|>{% if m['role'] == 'assistant' %}{% generation %}{{ m['content'] }}<|end|>{% endgeneration %}{% else %}{{ m['content'] }}<|end|>{% endif %}{% endfor %}", "word b", "c", "another prompt")]
    [InlineData("{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] | trim }}<|end|>{% endfor %}", "word", "word  ", "the same text")]
    public void What_cannot_be_compared_is_refused(string template, string chosen, string rejected, string reason)
    {
        InputException error = Assert.Throws<InputException>(() => new PreferenceTokenizer(TemplateAndLengthTests.Tokens(template)).Tokenize(Example("question", chosen, rejected)));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(7, error.Problems[0].Line);
    }

    private static PreferenceExample Example(string question, string chosen, string rejected) =>
        new(7, [MessageReader.Plain("user", question)], [MessageReader.Plain("assistant", chosen)], [MessageReader.Plain("assistant", rejected)]);
}
