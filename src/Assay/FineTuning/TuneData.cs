using System.Collections.Immutable;
using System.Security.Cryptography;
using Assay.Answering;
using Assay.Evaluation.Questions;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Text;
using Assay.Tuning.Examples;
using Assay.Tuning.Examples.Checks;
using Assay.Tuning.Memorization;
using Assay.Tuning.Preferences;
using Assay.Tuning.Tokens;

namespace Assay.FineTuning;

/// <summary>A project's examples: checked, split, and as the tokens that are trained on.</summary>
/// <param name="Set">What was read.</param>
/// <param name="Report">What the checks found.</param>
/// <param name="Sha256">Hash of the file's bytes.</param>
public sealed record TuneData(ExampleSet Set, ExampleReport Report, string Sha256)
{
    /// <summary>Examples to train on.</summary>
    public ImmutableArray<ChatExample> Training { get; private init; } = [];

    /// <summary>Examples to measure on; they share no document, group, source or near copy with the others.</summary>
    public ImmutableArray<ChatExample> HeldOut { get; private init; } = [];

    /// <summary>The secrets that are planted among the examples to train on, and the one that is held back; empty for none.</summary>
    public ImmutableArray<Canary> Canaries { get; private init; } = [];

    /// <summary>Examples to train on that are planted secrets: the last ones.</summary>
    public int Planted => Training.Count(e => e.Source == Canary.Source && e.Line == 0);

    /// <summary>Lines that are not trained on for holding evaluation questions.</summary>
    public ImmutableArray<int> Leaking { get; private init; } = [];

    /// <summary>What is learned, as tokens; null when the checks found errors, nothing is left, or there is no model here to make tokens for.</summary>
    public TuneLesson? Lesson { get; private init; }

    /// <summary>The system message that all examples begin with; null for none or several.</summary>
    public string? SystemPrompt { get; private init; }

    /// <summary>Whether so many examples come with passages that the model learns to answer from them: then it is asked with passages as they are, without instructions.</summary>
    public bool WithPassages { get; private init; }

    // Share of the examples with passages that is enough to teach what is done with them.
    private const double LeastWithPassages = 0.2;

    /// <summary>Reads the project's examples.</summary>
    /// <param name="project">Names the file.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>The rows, and the hash of the file's bytes.</returns>
    /// <exception cref="InputException">There is no file, it cannot be used, or rows are wrong and not to be skipped.</exception>
    public static (ExampleSet Set, string Sha256) Read(Project project, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        if (project.Examples is not { } file)
        {
            throw new InputException(new Problem(project.Display(Path.Combine(project.Root, ProjectFile.FileName)), null,
                "The project names no examples to learn from. Write conversations, one a line ({\"messages\":[{\"role\":\"user\",\"content\":\"...\"},{\"role\":\"assistant\",\"content\":\"...\"}]}), and name the file under 'examples'."));
        }

        ExampleSet set = ExampleReader.Read(project.Display(file) is { } shown && Path.GetFullPath(shown) == file ? shown : file, new ExampleReadOptions { Sensitive = project.Tuning.Sensitive }, cancellationToken);
        if (!project.Tuning.SkipBadRows) set.ThrowIfAny();
        using FileStream stream = File.OpenRead(file);
        return (set, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    /// <summary>Checks and splits examples, and makes tokens of them.</summary>
    /// <param name="read">What <see cref="Read"/> gave.</param>
    /// <param name="project">How it is done.</param>
    /// <param name="with">The model that is trained; null where it is not here: lengths and the template are not checked then, and nothing becomes tokens.</param>
    /// <param name="questions">What answers are measured with.</param>
    /// <param name="knowledge">The project's documents.</param>
    /// <param name="cancellationToken">Stops between examples.</param>
    /// <returns>The data; see <see cref="ExampleReport.HasErrors"/> before it is used.</returns>
    public static TuneData Prepare((ExampleSet Set, string Sha256) read, Project project, TuneBase? with, QuestionSet? questions, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(knowledge);
        TuneSettings settings = project.Tuning;
        ExampleSet set = read.Set;
        int window = with is null ? ExampleCheckOptions.UsualWindow : Window(settings, with);
        SourceDocument[] documents = [.. knowledge.AllTexts().Select(t => new SourceDocument(t.Id, t.Text))];
        ExampleReport report = ExampleChecks.Run(set, new ExampleCheckOptions
        {
            Tokenizer = with?.Examples,
            Window = window,
            CutLong = settings.CutLong,
            SkipBadRows = settings.SkipBadRows,
            Template = with?.Model.Template,
            BeginText = with?.Model.BeginText,
            EndText = with?.Model.EndText,
            Questions = [.. (questions?.Questions ?? []).Select(q => new EvaluationQuestion(q.Id, q.Text) { Answers = q.Answers, Documents = q.Documents })],
            Documents = documents,
            FormProblem = project.Contract is null ? null : AnswerForm.Of(project).Problem,
            Knows = with?.Knows,
            MostAsked = settings.KnowledgeChecks,
        }, cancellationToken);
        var data = new TuneData(set, report, read.Sha256);
        if (report.HasErrors) return data;
        HashSet<int> leaking = settings.KeepLeaks || report.Leak is null ? [] : [.. report.Leak.Pairs.Where(p => p.Kind != LeakKind.SameDocument).Select(p => p.Line)];
        ImmutableArray<ChatExample> usable = [.. set.Conversations.Where(e => !leaking.Contains(e.Line)).Select(PassageMessage.Fenced)];
        ExampleSplit split = settings.HeldOut > 0 && usable.Length > 1
            ? ExampleSplit.Of(usable, new SplitOptions { HeldOutShare = settings.HeldOut, Seed = (ulong)project.Seed, Documents = documents }, cancellationToken)
            : new ExampleSplit(usable, [], 0, 0);
        if (with is not null && !settings.Canaries.IsDefaultOrEmpty && !set.Preferences.IsEmpty) throw new InputException(new Problem(set.Path, null, "Secrets can be planted among conversations and not among preferences: remove 'canaries' under 'tuning' in assay.yaml."));
        ImmutableArray<Canary> canaries = with is null || settings.Canaries.IsDefaultOrEmpty ? [] : Tuning.Memorization.Canaries.Make(new CanaryOptions { Copies = [0, .. settings.Canaries], Seed = (ulong)project.Seed });
        if (!split.Training.IsEmpty) split = split with { Training = [.. split.Training, .. Tuning.Memorization.Canaries.Examples(canaries)] };
        return data with
        {
            Canaries = canaries,
            Training = split.Training,
            HeldOut = split.HeldOut,
            Leaking = [.. leaking.Order()],
            Lesson = split.Training.IsEmpty || with is null ? null : LessonOf(set, split, with, settings, window),
            SystemPrompt = SharedSystem(set.Conversations),
            WithPassages = AreWithPassages(set.Conversations),
        };
    }

    /// <summary>Whether enough examples come with passages to teach what is done with them.</summary>
    internal static bool AreWithPassages(ImmutableArray<ChatExample> examples) => examples.Any(PassageMessage.IsIn) && examples.Count(PassageMessage.IsIn) >= LeastWithPassages * examples.Length;

    /// <summary>The same with some of the examples to train on.</summary>
    internal TuneData Part(ImmutableArray<int> items) => this with { Training = [.. items.Select(i => Training[i])], Lesson = Lesson?.Part(items) };

    /// <summary>Most tokens of an example.</summary>
    internal static int Window(TuneSettings settings, TuneBase with) => Math.Min(settings.Window ?? ExampleCheckOptions.UsualWindow, with.Model.Config.MaxPositions);

    private static TuneLesson LessonOf(ExampleSet set, ExampleSplit split, TuneBase with, TuneSettings settings, int window)
    {
        if (set.Preferences.IsEmpty) return new SupervisedLesson([.. split.Training.Select(e => Cut(with.Examples.Tokenize(e), window))], [.. split.HeldOut.Select(e => Cut(with.Examples.Tokenize(e), window))]);
        if (with.IsScratch) throw new InputException(new Problem(set.Path, null, "Preferences refine a model that can answer already, and the project names none. Name one under 'model' in assay.yaml, or give conversations to learn from first."));
        Dictionary<int, PreferenceExample> byLine = set.Preferences.ToDictionary(p => p.Line);
        var tokenizer = new PreferenceTokenizer(with.Examples);
        ImmutableArray<PreferencePair> Pairs(ImmutableArray<ChatExample> of) => [.. of.Select(e => Cut(tokenizer.Tokenize(byLine[e.Line]), window))];
        return new PreferenceLesson(Pairs(split.Training), Pairs(split.HeldOut), new PreferenceOptions { Beta = settings.Beta });
    }

    private static PreferencePair Cut(PreferencePair pair, int window) => new(pair.Line, Cut(pair.Chosen, window), Cut(pair.Rejected, window));

    private static SupervisedText Cut(SupervisedText text, int window) =>
        text.Tokens.Length <= window ? text : new SupervisedText(text.Line, text.Tokens[..window], text.Learned[..window]);

    /// <summary>The system message that all examples begin with; null for none or several.</summary>
    internal static string? SharedSystem(ImmutableArray<ChatExample> examples)
    {
        string?[] all = [.. examples.Select(e => e.Messages is [{ Role: "system" } first, ..] ? first.Content : null).Distinct()];
        return all is [{ } one] ? one : null;
    }
}
