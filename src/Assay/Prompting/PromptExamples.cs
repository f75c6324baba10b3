using System.Collections.Immutable;
using Assay.Evaluation.Questions;
using Assay.FineTuning;
using Assay.Projects;
using Assay.Running;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Checks;
using Assay.Tuning.Examples.Sensitive;

namespace Assay.Prompting;

/// <summary>A project's examples as prompts may use them: those that a model could be trained on, without those that hold a question of the evaluation.</summary>
/// <param name="Usable">In the order of the file, none twice.</param>
/// <param name="All">Examples of the file.</param>
/// <param name="Leaking">Of these, how many hold a question of the evaluation, word for word or nearly.</param>
/// <param name="Sha256">Hash of the file's bytes.</param>
internal sealed record PromptExamples(ImmutableArray<PromptExample> Usable, int All, int Leaking, string Sha256)
{
    /// <summary>Examples that are neither usable nor leaking: conversations of several turns, answers that break the contract, personal data, repetitions.</summary>
    public int Others => All - Leaking - Usable.Length;

    /// <summary>The shots of all usable examples.</summary>
    public ImmutableArray<Shot> Shots => [.. Usable.Select(u => u.Shot)];

    /// <summary>Reads them.</summary>
    /// <param name="project">Names the file, the questions of the evaluation and the contract.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <exception cref="Assay.Text.InputException">There is no file, or it or the questions cannot be used.</exception>
    public static PromptExamples Read(Project project, CancellationToken cancellationToken)
    {
        (ExampleSet set, string sha256) = TuneData.Read(project, cancellationToken);
        ImmutableArray<ChatExample> all = set.Conversations;
        HashSet<int> leaking = File.Exists(project.Questions) ? Leaks(all, QuestionFiles.Read(project), cancellationToken) : [];
        HashSet<int> sensitive = set.SensitiveMode == SensitiveMode.Refuse ? [.. set.Sensitive.Select(s => s.Line)] : [];
        AnswerForm form = AnswerForm.Of(project);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var usable = ImmutableArray.CreateBuilder<PromptExample>();
        foreach (ChatExample example in all.Where(e => !leaking.Contains(e.Line) && !sensitive.Contains(e.Line)))
        {
            if (Shot.Of(example, form) is { } shot && known.Add(shot.Key)) usable.Add(new PromptExample(example, shot));
        }

        return new PromptExamples(usable.ToImmutable(), all.Length, leaking.Count, sha256);
    }

    private static HashSet<int> Leaks(ImmutableArray<ChatExample> examples, QuestionSet questions, CancellationToken cancellationToken)
    {
        var finder = new LeakFinder([.. questions.Questions.Select(q => new EvaluationQuestion(q.Id, q.Text))]);
        return [.. finder.Find(examples, cancellationToken).Pairs.Where(p => p.Kind != LeakKind.SameDocument).Select(p => p.Line)];
    }
}
