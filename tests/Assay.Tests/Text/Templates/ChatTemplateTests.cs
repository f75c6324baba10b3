using System.Text.Json;
using Assay.Text;
using Assay.Text.Templates;

namespace Assay.Tests.Text.Templates;

public sealed class ChatTemplateTests
{
    private const string Chat = """
        [{"role":"user","content":"Hi 😀"},{"role":"assistant","content":"<think>\nhm\n</think>\n\nYes"},{"role":"user","content":"Sure?"},{"role":"assistant","content":"Yes!"}]
        """;

    [Fact]
    public void Turns_are_found_without_tags()
    {
        RenderedChat chat = Turns("chatml", Chat);
        Assert.Equal(["<think>\nhm\n</think>\n\nYes<|im_end|>\n", "Yes!<|im_end|>\n"], chat.AssistantTurns.Select(s => s.Of(chat.Text).ToString()));
    }

    [Fact]
    public void Turns_are_the_tags_where_there_are_any()
    {
        RenderedChat chat = Turns("generation", Chat);
        Assert.Equal(["<think>\nhm\n</think>\n\nYes<|im_end|>", "Yes!<|im_end|>"], chat.AssistantTurns.Select(s => s.Of(chat.Text).ToString()));
    }

    [Theory]
    [InlineData("llama3")]
    [InlineData("qwen25")]
    [InlineData("gemma")]
    [InlineData("mistral")]
    public void Turns_of_known_styles_hold_the_answers(string template)
    {
        RenderedChat chat = Turns(template, Chat);
        Assert.Equal(2, chat.AssistantTurns.Count);
        Assert.StartsWith("Yes!", chat.AssistantTurns[1].Of(chat.Text).ToString().TrimStart(), StringComparison.Ordinal);
        Assert.DoesNotContain("Sure?", string.Concat(chat.AssistantTurns.Select(s => s.Of(chat.Text).ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public void Template_that_drops_earlier_thinking_is_refused()
    {
        AssayException error = Assert.Throws<AssayException>(() => Turns("qwen3", Chat));
        Assert.Contains("at message 2 the turn looks otherwise once others follow. Qwen3's template", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Conversation_that_begins_with_the_assistant_says_why_not()
    {
        AssayException error = Assert.Throws<AssayException>(() => Turns("gemma_free", """[{"role":"assistant","content":"a"}]"""));
        Assert.Contains("does not render the first 0 messages by themselves", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "does not come to an end")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "nested too deeply")]
    [InlineData("{% set ns = namespace(x='ab') %}{% for a in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}", "grew beyond")]
    [InlineData("{% set ns = namespace(x=[1]) %}{% for a in range(60) %}{% set ns.x = ns.x + ns.x %}{% endfor %}", "grew beyond")]
    [InlineData("{{ 'a' * 999999999999 }}", "grew beyond")]
    [InlineData("{% for a in range(99999) %}{{ 'a' * 99999 }}{% endfor %}", "grew beyond")]
    [InlineData("{% set ns = namespace(x=[]) %}{% for a in range(5000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}", "nested too deeply")]
    [InlineData("{% set ns = namespace(x=[]) %}{% for a in range(5000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x|tojson }}", "nested too deeply")]
    [InlineData("{% set ns = namespace(x=[], y=[]) %}{% for a in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}", "nested too deeply to be compared")]
    [InlineData("{{ 9223372036854775807 + 1 }}", "more than 64 bits")]
    [InlineData("{{ 'a'.replace('', 'b' * 9999999) * 9 }}", "grew beyond")]
    [InlineData("{{ '%999999999d' % 1 }}{{ range(100001) }}", "range() has more than 100000")]
    public void Hostile_templates_end(string template, string reason) => Assert.Contains(reason, Refused(template), StringComparison.Ordinal);

    [Theory]
    [InlineData("((((((((((", ")", 200)]
    [InlineData("[", "]", 5000)]
    [InlineData("not ", "", 5000)]
    [InlineData("-", "", 5000)]
    [InlineData("1 if 1 else ", "", 5000)]
    public void Deep_source_is_refused_and_no_crash(string open, string close, int count) =>
        Assert.Contains("nested", Refused("{{ " + string.Concat(Enumerable.Repeat(open, count)) + "1" + string.Concat(Enumerable.Repeat(close, count)) + " }}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("+1")]
    [InlineData("|string")]
    [InlineData(".a")]
    [InlineData(" and 1")]
    public void Long_chains_are_refused_and_no_crash(string link) =>
        Assert.Contains("nested too deeply", Refused("{{ x" + string.Concat(Enumerable.Repeat(link, 50_000)) + " }}"), StringComparison.Ordinal);

    [Fact]
    public void Nested_blocks_end()
    {
        Assert.Contains("nested deeper than", Refused(string.Concat(Enumerable.Repeat("{% if 1 %}", 5000))), StringComparison.Ordinal);
        Assert.Contains("expected at most", Refused(new string('x', 2_000_000)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\n\n{{ b.c }}", 3, "'b' is undefined, so it has no 'c'")]
    [InlineData("a\n{% if x %}\n{% endfor %}", 3, "expected '{% endif %}', found 'endfor'")]
    [InlineData("a\n{{ x", 2, "a tag is not closed: expected '}}'")]
    [InlineData("{{ x|nofilter }}", 1, "there is no filter 'nofilter'; supported are abs,")]
    [InlineData("\n{% include 'x' %}", 2, "'include' is not supported in chat templates")]
    [InlineData("{% macro f() %}{% generation %}{% endgeneration %}{% endmacro %}{{ f() }}", 1, "'generation' stands inside of a macro")]
    [InlineData("{{ strftime_now('%d') }}", 1, "asks for the time, and none was given")]
    public void Errors_name_the_line(string template, int line, string reason)
    {
        TemplateException error = Assert.Throws<TemplateException>(() => ChatTemplate.Parse(template).Render(new() { Messages = TemplateValue.OfList([]) }));
        Assert.Equal(line, error.Line);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.StartsWith($"chat template({line}): ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Input_cannot_be_changed_by_a_template()
    {
        TemplateValue messages = Json(Chat);
        Assert.Contains("would change a list", Refused("{{ messages.append(1) }}"), StringComparison.Ordinal);
        Assert.Contains("only a namespace() can be changed", Refused("{% for m in [{}] %}{% set m.a = 1 %}{% endfor %}"), StringComparison.Ordinal);
        Assert.Equal("x4", ChatTemplate.Parse("{% set messages = messages + ['x'] %}{{ messages[-1] }}{{ messages|length - 1 }}").Render(new() { Messages = messages }));
    }

    [Fact]
    public void Folder_gives_templates_and_tokens()
    {
        using TemporaryFolder folder = new();
        folder.Write("tokenizer_config.json", """{"bos_token":{"content":"<s>","lstrip":false},"eos_token":"</s>","chat_template":[{"name":"default","template":"a"},{"name":"tool_use","template":"b"}]}""");
        ChatTemplateSet set = ChatTemplateSet.Load(folder.Path);
        Assert.Equal(("<s>", "</s>"), (set.BosToken, set.EosToken));
        Assert.Equal(("a", "b"), (set.For(hasTools: false)!.Source, set.For(hasTools: true)!.Source));
        folder.Write("chat_template.jinja", "c");
        Assert.Equal("c", ChatTemplateSet.Load(folder.Path).For(hasTools: false)!.Source);
        using TemporaryFolder empty = new();
        Assert.Null(ChatTemplateSet.Load(empty.Path).For(hasTools: false));
    }

    [Theory]
    [InlineData("[]", "expected an object, found Array")]
    [InlineData("{", "expected JSON, found other text")]
    [InlineData("""{"chat_template":5}""", "expected a text or a list for 'chat_template', found Number")]
    [InlineData("""{"chat_template":[{"name":"a"}]}""", "expected 'name' and 'template'")]
    [InlineData("""{"chat_template":[{"name":"a","template":""},{"name":"a","template":""}]}""", "the name 'a' twice")]
    public void Broken_configuration_is_said(string json, string message) => Assert.Contains(message, Assert.Throws<InputException>(() => ChatTemplateSet.FromConfig(json)).Message, StringComparison.Ordinal);

    private static TemplateValue Json(string json) => TemplateValue.FromJson(JsonDocument.Parse(json).RootElement);

    private static RenderedChat Turns(string name, string chat)
    {
        string source = name == "gemma_free" ? "{{ messages[0]['role'].x.y if messages|length == 0 else messages[0].content }}" : File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "templates", "chat", name + ".jinja"));
        return ChatTemplate.Parse(source).RenderTurns(new() { Messages = Json(chat), BosToken = "<s>", EosToken = "</s>", Now = DateTimeOffset.UnixEpoch });
    }

    private static string Refused(string template) => Assert.Throws<TemplateException>(() => ChatTemplate.Parse(template).Render(new() { Messages = Json(Chat) })).Message;
}
