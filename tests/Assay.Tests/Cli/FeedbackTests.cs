using System.Globalization;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Retrieval.Storage;
using Assay.Workspaces;

namespace Assay.Tests.Cli;

/// <summary>What is said of answers, what becomes of it, and what traffic tells of the question set.</summary>
public sealed class FeedbackTests : IDisposable
{
    private readonly TestProject project = TestProject.Create(pages: 4);

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task A_correction_and_a_thumb_become_questions()
    {
        long right = await AskAsync("What number of seats comes with plan 2?"), wrong = await AskAsync("What is the largest crowd that plan 3 has seats for?"), bare = await AskAsync("And the seats of plan 4, what about them?");
        Assert.Equal(0, (await FeedbackAsync(right, "--good")).ExitCode);
        CommandLine.Result kept = await FeedbackAsync(wrong, "--bad", "--answer", "103 seats, no more", "--note", "too long", "--json");
        Assert.Equal((0, "103 seats, no more"), (kept.ExitCode, kept.Json.GetProperty("answer").GetString()));
        Assert.Equal(0, (await FeedbackAsync(bare, "--bad")).ExitCode);

        CommandLine.Result made = await CommandLine.RunAsync("eval", "questions", "from-feedback", project.Root, "--json");
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Equal((2, 1), (made.Json.GetProperty("made").GetInt32(), made.Json.GetProperty("skipped").GetProperty("noCorrection").GetInt32()));
        Question[] questions = [.. QuestionReader.Read(project.PathOf("questions.feedback.jsonl")).Questions];
        Assert.Equal(["made,feedback,confirmed", "made,feedback,corrected"], questions.Select(q => string.Join(',', q.Tags)));
        Assert.Contains("102 seats", questions[0].Answers[0], StringComparison.Ordinal);
        Assert.DoesNotContain("[1]", questions[0].Answers[0], StringComparison.Ordinal);
        Assert.Equal("103 seats, no more", Assert.Single(questions[1].Answers));
        Assert.All(questions, q => Assert.StartsWith("docs/plan-", q.Documents[0], StringComparison.Ordinal));
        Assert.Equal($"trace:{right}", questions[0].Source);

        // A later word replaces the first; a page that was changed makes what cites it void.
        Assert.Equal(0, (await FeedbackAsync(right, "--bad")).ExitCode);
        File.AppendAllText(project.PathOf("docs/plan-003.md"), "\nMore.\n");
        CommandLine.Result later = await CommandLine.RunAsync("eval", "questions", "from-feedback", project.Root, "--json");
        Assert.Equal((2, 1), (later.ExitCode, later.Json.GetProperty("skipped").GetProperty("changed").GetInt32()));
    }

    [Fact]
    public async Task What_nobody_answered_cannot_be_judged()
    {
        Assert.Contains("None is kept yet", (await FeedbackAsync(1, "--good")).Error, StringComparison.Ordinal);
        long trace = await AskAsync("How many seats does plan 1 have?");
        CommandLine.Result none = await FeedbackAsync(trace + 7, "--good");
        Assert.Equal(2, none.ExitCode);
        Assert.Contains($"The newest is {trace}.", none.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await FeedbackAsync(trace)).ExitCode);
        Assert.Equal(2, (await FeedbackAsync(trace, "--good", "--bad")).ExitCode);
        Assert.Equal(2, (await FeedbackAsync(trace, "--bad", "--answer", " ")).ExitCode);
        Assert.Equal(2, (await FeedbackAsync(trace, "--bad", "--answer", new string('x', 4001))).ExitCode);
    }

    [Fact]
    public async Task Forgetting_takes_feedback_along_with_its_trace()
    {
        long about = await AskAsync("How many seats does plan 2 have?");
        Assert.Equal(0, (await FeedbackAsync(about, "--bad", "--answer", "Zwibbelfax seats")).ExitCode);
        project.Write("docs/secret.md", "# Secret\n\nThe grumbleweed protocol opens the northern vault at midnight on leap days only.\n");
        long other = await AskAsync("How many seats does plan 4 have?");
        Assert.Equal(0, (await FeedbackAsync(other, "--good", "--note", "but the grumbleweed protocol opens the northern vault at midnight on leap days only")).ExitCode);
        Assert.Equal(2, All().Length);

        Assert.Equal(0, (await CommandLine.RunAsync("forget", "docs/secret.md", "-p", project.Root)).ExitCode);
        Assert.DoesNotContain(All(), f => f.Trace == other);
        Assert.Equal(0, (await CommandLine.RunAsync("forget", "docs/plan-002.md", "-p", project.Root)).ExitCode);
        Assert.DoesNotContain(All(), f => f.Trace == about);
        foreach (string file in Directory.GetFiles(project.Workspace, "knowledge.db*"))
        {
            string bytes = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain("grumbleweed", bytes, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("Zwibbelfax", bytes, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Cleaning_keeps_feedback()
    {
        long trace = await AskAsync("How many seats does plan 2 have?");
        Assert.Equal(0, (await FeedbackAsync(trace, "--good")).ExitCode);
        Assert.Equal(0, (await CommandLine.RunAsync("clean", project.Root)).ExitCode);
        Assert.Equal(trace, Assert.Single(All()).Trace);
    }

    [Fact]
    public async Task Versions_name_the_evaluations_that_used_them()
    {
        Assert.Equal(0, (await CommandLine.RunAsync("eval", project.Root)).ExitCode);
        Assert.Equal(0, (await CommandLine.RunAsync("eval", project.Root)).ExitCode);
        File.AppendAllText(project.PathOf("questions.jsonl"), """{"id":"q9","question":"Are there gift seats?","answerable":false}""" + "\n");
        CommandLine.Result result = await CommandLine.RunAsync("eval", "questions", "versions", project.Root, "--json");
        Assert.Equal(2, result.Json.GetArrayLength());
        Assert.Equal(["e1", "e2"], result.Json[0].GetProperty("evaluations").EnumerateArray().Select(e => e.GetString()));
        Assert.Equal((5, 1, 0, false), (result.Json[0].GetProperty("questions").GetInt32(), result.Json[0].GetProperty("addedSince").GetInt32(), result.Json[0].GetProperty("removedSince").GetInt32(), result.Json[0].GetProperty("isCurrent").GetBoolean()));
        Assert.Equal((6, true), (result.Json[1].GetProperty("questions").GetInt32(), result.Json[1].GetProperty("isCurrent").GetBoolean()));
        Assert.Contains("never", (await CommandLine.RunAsync("eval", "questions", "versions", project.Root)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drift_says_when_there_is_too_little_and_proposes_real_questions_else()
    {
        await AskAsync("How many seats does plan 1 have?");
        CommandLine.Result little = await CommandLine.RunAsync("eval", "questions", "drift", project.Root);
        Assert.Equal(0, little.ExitCode);
        Assert.Contains("Too little traffic: 1 different questions", little.Out, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandLine.RunAsync("eval", "questions", "drift", project.Root, "--days", "0")).ExitCode);

        for (int i = 1; i <= 12; i++) await AskAsync(string.Create(CultureInfo.InvariantCulture, $"How many seats does plan {i} have in all?"));
        string[] rooms = ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "haven", "isle", "juniper"];
        foreach (string room in rooms) await AskAsync($"Which invoices and storage belong to region {room}?");
        CommandLine.Result result = await CommandLine.RunAsync("eval", "questions", "drift", project.Root, "--count", "3", "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal((23, 3), (result.Json.GetProperty("report").GetProperty("asked").GetInt32(), result.Json.GetProperty("proposed").GetInt32()));
        Assert.True(result.Json.GetProperty("report").GetProperty("far").GetInt32() >= 10, result.Out);
        QuestionSet set = QuestionReader.Read(project.PathOf("questions.traffic.jsonl"));
        Assert.All(set.Questions, q => Assert.Contains("region", q.Text, StringComparison.Ordinal));
        Assert.All(set.Questions, q => Assert.Equal("made traffic", string.Join(' ', q.Tags)));
        Assert.Contains("questions to add", (await CommandLine.RunAsync("eval", "questions", "drift", project.Root)).Out, StringComparison.Ordinal);
    }

    private StoredFeedback[] All()
    {
        Project read = ProjectFile.Read(project.Root);
        using KnowledgeBase knowledge = KnowledgeBase.Open(read, Workspace.Open(read.Root), TimeProvider.System);
        return [.. knowledge.Feedback(TimeProvider.System).All()];
    }

    private async Task<long> AskAsync(string question)
    {
        CommandLine.Result result = await CommandLine.RunAsync("ask", question, "-p", project.Root, "--json");
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json.GetProperty("trace").GetInt64();
    }

    private Task<CommandLine.Result> FeedbackAsync(long trace, params string[] options) => CommandLine.RunAsync(["feedback", trace.ToString(CultureInfo.InvariantCulture), "-p", project.Root, .. options]);
}
