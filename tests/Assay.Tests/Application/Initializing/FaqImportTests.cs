using Assay.Initializing;
using Assay.Text;

namespace Assay.Tests.Application.Initializing;

public sealed class FaqImportTests : IDisposable
{
    private readonly ScratchFolder folder = new();

    public FaqImportTests()
    {
        folder.Write("help/includes/prod.md", "---\nms.service: x\n---\nAcme Desk\n");
        folder.Write("help/includes/long.md", new string('x', 500));
        folder.Write("help/includes/loop.md", "[!INCLUDE[loop](loop.md)]");
        folder.Write("help/start.md", "# Start\n\n[!INCLUDE[prod](includes/prod.md)] starts. [!INCLUDE [l](includes/long.md)] [!INCLUDE[none](includes/none.md)]\n\n## Sign in\n\ntext\n");
        folder.Write("help/Billing/pay.md", "# Pay\n");
        folder.Write("help/Billing/old.html", "<h1>Old</h1>");
        folder.Write("help/TOC.md", "# toc");
        folder.Write("help/picture.png", "x");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Import_yaml_questions_link_to_copied_pages()
    {
        folder.Write("help/main.yml", """
            ### YamlMime:FAQ
            title: FAQ
            sections:
              - name: One
                questions:
                  - question: |
                      How do I start [!INCLUDE[prod](includes/prod.md)]?
                    answer: |
                      Yes. Use **[the start page](./START.md#sign-in)** of [!INCLUDE[prod](includes/prod.md)], `twice`. More text.
                  - question: Where is the bill?
                    answer: Look at [bills](/site/help/Billing/pay?view=1) and [older](Billing/old.html#Top).
                  - question: No link?
                    answer: None at all, see [web](https://example.org/start.md) or [top](#here).
                  - question: Empty?
                    answer: ""
            """);
        ImportResult result = FaqImport.Import(folder.At("help"), folder.At("p"), "acme");
        Assert.Equal((3, 2, 1), (result.Documents, result.Questions, result.LeftOut));
        Assert.Equal(["assay.yaml", "docs/Billing/old.html", "docs/Billing/pay.md", "docs/start.md", "questions.jsonl"], folder.Files("p"));
        WrittenQuestions.Item[] questions = WrittenQuestions.Read(folder.At("p/questions.jsonl"));
        Assert.Equal(["main-01", "main-02"], questions.Select(q => q.Id));
        Assert.Equal("How do I start Acme Desk?", questions[0].Text);
        Assert.Equal(["docs/start.md#sign-in"], questions[0].Documents);
        Assert.Equal(["Yes. Use the start page of Acme Desk, twice."], questions[0].Answers);
        Assert.Equal(["docs/Billing/pay.md", "docs/Billing/old.html"], questions[1].Documents);
        Assert.Equal("docs/**/*.md,docs/**/*.html", YamlValues.Flatten(folder.Read("p/assay.yaml"))["documents"]);
        Assert.Contains("3 questions in 1 FAQ pages; 2 of their answers link to a page, 3 pages in all.", result.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Import_copies_have_short_includes_written_out()
    {
        folder.Write("help/faq.md", "## Why?\n\n[Because](start.md).\n");
        FaqImport.Import(folder.At("help"), folder.At("p"), "acme");
        Assert.Equal(
            "# Start\n\nAcme Desk starts. [!INCLUDE [l](includes/long.md)] [!INCLUDE[none](includes/none.md)]\n\n## Sign in\n\ntext\n",
            folder.Read("p/docs/start.md"));
        Assert.Equal(folder.Read("help/Billing/pay.md"), folder.Read("p/docs/Billing/pay.md"));
    }

    [Fact]
    public void Import_markdown_headings_that_ask_are_questions()
    {
        folder.Write("help/Billing/my-FAQ.md", """
            # Is this title a question?

            <!--
            ## Is a comment?
            [x](pay.md)
            -->

            ## <a name="a"></a>Can I *pay* &amp; leave?

            > [!NOTE]
            > No, [stay](pay.md) here for a while.

            ### Details

            More at [start](../start.md#sign-in) or [again](../start.md#sign-in) [bad](../start.md#nothing-here).

            ## How to pay

            [x](pay.md)

            ## What we take

            For more information, see [x](pay.md).

            ## It fails. What now? Help

            Did you try it? Choose one of:

            - [x](pay.md)

            ```
            ## Is code?
            [x](pay.md)
            ```

            ## Is it missing?

            Links out: [a](../../../etc/pay.md), [b](/other/pay), [c](my-FAQ.md), [d](%00.md).
            """);
        ImportResult result = FaqImport.Import(folder.At("help"), folder.At("p"), "acme");
        WrittenQuestions.Item[] questions = WrittenQuestions.Read(folder.At("p/questions.jsonl"));
        Assert.Equal(["Can I pay & leave?", "What we take", "It fails. What now? Help"], questions.Select(q => q.Text));
        Assert.Equal(["docs/Billing/pay.md", "docs/start.md"], questions[0].Documents);
        Assert.Equal(["No, stay here for a while."], questions[0].Answers);
        Assert.Empty(questions[1].Answers);
        Assert.Empty(questions[2].Answers);
        Assert.Equal(1, result.LeftOut);
    }

    [Fact]
    public void Import_same_question_twice_is_merged()
    {
        folder.Write("help/a-faq.md", "## Where?\n\nIn the first place, [here](start.md).\n");
        folder.Write("help/b-faq.md", "## where?\n\nIn the other place, [there](Billing/pay.md) and [here](start.md).\n");
        ImportResult result = FaqImport.Import(folder.At("help"), folder.At("p"), "acme");
        WrittenQuestions.Item question = Assert.Single(WrittenQuestions.Read(folder.At("p/questions.jsonl")));
        Assert.Equal(["docs/start.md", "docs/Billing/pay.md"], question.Documents);
        Assert.Equal(2, question.Answers.Length);
        Assert.Equal(["a-faq", "b-faq"], question.Tags);
        Assert.Contains(result.Notes, n => n.Contains("merged", StringComparison.Ordinal));
    }

    [Fact]
    public void Import_site_address_needs_the_folder_in_it()
    {
        folder.Write("help/faq.md", "## Which?\n\n[a](/x/help/start) \n\n## Other?\n\n[b](/elsewhere/start)\n\n## Deep?\n\n[c](~/Billing/pay.md)\n");
        FaqImport.Import(folder.At("help"), folder.At("p"), "acme");
        Assert.Equal(["Which?", "Deep?"], WrittenQuestions.Read(folder.At("p/questions.jsonl")).Select(q => q.Text));
    }

    [Theory]
    [InlineData("sections: [", null, "not valid YAML")]
    [InlineData("title: x", 2, "\"sections\"")]
    [InlineData("sections:\n  - x", 3, "section")]
    [InlineData("sections:\n  - questions:\n      - x", 4, "question and answer")]
    [InlineData("sections:\n  - questions:\n      - question: a", 4, "\"answer\"")]
    [InlineData("sections:\n  - questions:\n      - question: []\n        answer: b", 4, "\"question\"")]
    [InlineData("", null, "no fields")]
    public void Import_malformed_yaml_names_file_and_line(string yaml, int? line, string message)
    {
        string file = folder.Write("help/x.yml", "### YamlMime:FAQ\n" + yaml);
        InputException error = Assert.Throws<InputException>(() => FaqImport.Import(folder.At("help"), folder.At("p"), "acme"));
        Assert.Equal(file, error.Problems[0].File);
        if (line is not null) Assert.Equal(line, error.Problems[0].Line);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("p")));
    }

    [Fact]
    public void Import_links_on_disk_are_not_followed()
    {
        folder.Write("secret/key.md", "secret");
        File.CreateSymbolicLink(folder.At("help/key.md"), folder.At("secret/key.md"));
        Directory.CreateSymbolicLink(folder.At("help/more"), folder.At("secret"));
        folder.Write("help/faq.md", "## Key?\n\n[a](key.md) [b](more/key.md) [c](start.md) [!INCLUDE[k](key.md)] [!INCLUDE[k](../secret/key.md)]\n");
        FaqImport.Import(folder.At("help"), folder.At("p"), "acme");
        Assert.DoesNotContain(folder.Files("p"), f => f.Contains("key", StringComparison.Ordinal));
        Assert.Equal(["docs/start.md"], Assert.Single(WrittenQuestions.Read(folder.At("p/questions.jsonl"))).Documents);
    }

    [Fact]
    public void Import_no_folder_no_faq_or_no_pages_is_refused()
    {
        Assert.Throws<InputException>(() => FaqImport.Import(folder.At("none"), folder.At("p"), "acme"));
        Assert.Throws<InputException>(() => FaqImport.Import(folder.At("help"), folder.At("p"), "acme"));
        folder.Write("only/faq.md", "## Why?\n\nBecause.\n");
        Assert.Throws<InputException>(() => FaqImport.Import(folder.At("only"), folder.At("p"), "acme"));
        Assert.False(Directory.Exists(folder.At("p")));
    }

    [Fact]
    public void Expand_include_of_itself_ends() =>
        Assert.Equal("[!INCLUDE[loop](loop.md)]", new Includes(SourceTree.Read(folder.At("help"))).Expand("[!INCLUDE[a](loop.md)]", "includes"));
}
