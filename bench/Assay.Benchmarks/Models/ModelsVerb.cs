using System.Collections.Immutable;
using System.Globalization;
using Assay.Benchmarks.Models.Embedding;
using Assay.Benchmarks.Models.Reading;
using Assay.Benchmarks.Models.Reranking;
using Assay.Models.Local;
using Assay.Models.Training;
using Assay.Text;

namespace Assay.Benchmarks.Models;

/// <summary>Makes the bundled models: <c>models STEP RECIPE WORK ...</c>.</summary>
internal static class ModelsVerb
{
    private const string Usage = "models corpus RECIPE WORK DATA SHARED | begin RECIPE WORK FROM_WORK | train RECIPE WORK [LAST_STEP] | decay RECIPE WORK STEPS | cuda RECIPE WORK FOLDER [SECONDS [MAKERS]] | cuda-check RECIPE WORK TOKENS | export RECIPE WORK FOLDER | check RECIPE WORK MODEL SHARED [EVERY] | show RECIPE WORK KIND NUMBER | embedder RECIPE WORK CORPUS_WORK [WORDNET] | reranker RECIPE WORK CORPUS_WORK EMBEDDER | development RECIPE CORPUS_WORK OUT | search EMBEDDER WORK COLLECTION... [--reranker FOLDER [WEIGHT...]] | average FIRST SECOND SHARE FOLDER | pack FROM TO";

    /// <summary>Runs one step of making a model.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 3, Usage);
        if (args[0] == "search" && args.Length >= 4)
        {
            int named = Array.IndexOf(args, "--reranker");
            double[] weights = named > 0 ? [.. args[(named + 2)..].Select(w => double.Parse(w, CultureInfo.InvariantCulture))] : [];
            new SearchCheck(args[1], named > 0 ? args[named + 1] : null, args[2], weights).Print(named > 0 ? args[3..named] : args[3..]);
            return;
        }

        if (args[0] == "embedder" && args.Length is 4 or 5)
        {
            new EmbedderTraining(ModelRecipe.Read<EmbedderRecipe>(args[1]) with { Path = args[1] }, args[3], Directory.CreateDirectory(args[2]).FullName, args.ElementAtOrDefault(4)).Train();
            return;
        }

        if (args[0] == "reranker" && args.Length == 5)
        {
            new RerankTraining(ModelRecipe.Read<RerankRecipe>(args[1]) with { Path = args[1] }, args[3], Directory.CreateDirectory(args[2]).FullName, args[4]).Train();
            return;
        }

        if (args[0] == "development" && args.Length == 4)
        {
            var embedder = ModelRecipe.Read<EmbedderRecipe>(args[1]);
            new DevelopmentSets(ModelRecipe.Read(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(args[1]))!, embedder.Corpus)), args[2], embedder.Seed).Write(args[3]);
            return;
        }

        if (args[0] == "average" && args.Length == 5)
        {
            ModelAverage.Write(args[1], args[2], double.Parse(args[3], CultureInfo.InvariantCulture), args[4]);
            return;
        }

        if (args[0] == "pack" && args.Length == 3)
        {
            Console.WriteLine(ModelPacking.Pack(args[1], args[2]));
            return;
        }

        ModelRecipe recipe = ModelRecipe.Read(args[1]);
        string work = Directory.CreateDirectory(args[2]).FullName;
        switch (args[0])
        {
            case "corpus" when args.Length == 5:
                new CorpusBuilder(recipe, args[3], args[4], work).Build(Vocabulary(recipe, work));
                break;
            case "begin" when args.Length == 4:
                new ModelTraining(recipe, work).Begin(args[3]);
                break;
            case "train":
                new ModelTraining(recipe, work).Train(args.Length > 3 ? Number(args[3]) : null);
                break;
            case "decay" when args.Length == 4:
                new ModelTraining(recipe, work).Decay((int)Number(args[3]));
                break;
            case "cuda" when args.Length is >= 4 and <= 6:
                new CudaTraining(recipe, work).Train(args[3], args.Length > 4 ? Number(args[4]) : null, args.Length > 5 ? (int)Number(args[5]) : Math.Max(1, Environment.ProcessorCount - 2));
                break;
            case "cuda-check" when args.Length == 4:
                Environment.ExitCode = CudaCheck.Run(() => TrainableDecoder.FromFolder(CorpusBuilder.Start(work)), (int)Number(args[3])) ? 0 : 1;
                break;
            case "export" when args.Length == 4:
                var training = new ModelTraining(recipe, work);
                training.Export(training.State, args[3]);
                break;
            case "check" when args.Length >= 5:
                Check(recipe, work, args);
                break;
            case "show" when args.Length == 5:
                Show(recipe, work, args[3], (int)Number(args[4]));
                break;
            default:
                throw new InputException(new Problem("", null, $"expected: {Usage}"));
        }
    }

    // Tasks without real text, which is not there yet when the vocabulary is learned.
    private static IEnumerable<string> Vocabulary(ModelRecipe recipe, string work)
    {
        const int tasks = 1500;
        var writer = new ReadingWriter(TaskData.Read(LessonBook.DataFile(recipe)), []);
        for (int i = 0; i < tasks; i++)
        {
            ReadingTask task = writer.Write(new LessonDice(recipe.Seed, "vocabulary", i), 0.6);
            foreach (Microsoft.Extensions.AI.ChatMessage message in task.Prompt) yield return message.Text;
            foreach (AskedQuestion question in task.Questions) yield return $"{question.Question}\n{question.Answer}";
        }
    }

    private static void Check(ModelRecipe recipe, string work, string[] args)
    {
        using LocalModel model = LocalModel.Open(args[3]);
        var check = new ReadingCheck(model);
        var writer = new ReadingWriter(TaskData.Read(LessonBook.DataFile(recipe)), LessonBook.Paragraphs(recipe, work));
        int every = args.Length > 5 ? (int)Number(args[5]) : 1;
        string squad = Path.Combine(args[4], "xquad", "xquad.en.json");
        ImmutableArray<ReadingCase> copied = check.Ask(ReadingCheck.Invented(writer, 500 / every, answerable: true)), missing = check.Ask(ReadingCheck.Invented(writer, 200 / every, answerable: false));
        ImmutableArray<ReadingCase> asked = ReadingCheck.Squad(squad, withAnswer: true, every), removed = ReadingCheck.Squad(squad, withAnswer: false, every);
        ImmutableArray<ReadingCase> read = check.Ask(asked), gone = check.Ask(removed), extracted = ReadingCheck.AskReader(asked), extractedGone = ReadingCheck.AskReader(removed);
        foreach (ReadingCase one in copied.Take(8).Concat(missing.Take(4)).Concat(read.Take(12)).Concat(gone.Take(4))) Console.WriteLine($"- {one.Task.Questions[0].Question} → {one.Answer} ({string.Join(" / ", one.Accepted)})");
        Console.WriteLine($"values copied exactly, of {copied.Length}: {ReadingCheck.Mean(copied, ReadingCheck.Copied)}; abstained: {ReadingCheck.Mean(copied, c => c.Abstained ? 1 : 0)}");
        Console.WriteLine($"abstained where invented passages do not answer, of {missing.Length}: {ReadingCheck.Mean(missing, c => c.Abstained ? 1 : 0)}");
        Console.WriteLine($"xquad-en token F1 with the gold paragraph, of {read.Length}: {ReadingCheck.Mean(read, ReadingCheck.F1)}, abstained {ReadingCheck.Mean(read, c => c.Abstained ? 1 : 0)}; built-in reader {ReadingCheck.Mean(extracted, ReadingCheck.F1)}");
        Console.WriteLine($"xquad-en abstained with the answer's sentences removed, of {gone.Length}: {ReadingCheck.Mean(gone, c => c.Abstained ? 1 : 0)}; built-in reader {ReadingCheck.Mean(extractedGone, c => c.Abstained ? 1 : 0)}");
    }

    private static void Show(ModelRecipe recipe, string work, string kind, int number)
    {
        TaskData data = TaskData.Read(LessonBook.DataFile(recipe));
        var dice = new LessonDice(recipe.Seed, kind, number);
        RecipeLessons lessons = recipe.Lessons.FirstOrDefault(l => l.Kind == kind) ?? new RecipeLessons(kind, 1);
        IReadOnlyDictionary<string, string[]> synonyms = OtherWords.Read(CorpusBuilder.SynonymFile(work));
        ReadingTask task = kind switch
        {
            "reading" => new ReadingWriter(data, LessonBook.Paragraphs(recipe, work)).Write(dice, 1),
            "prose" => new ProseTasks(data, LessonBook.Sections(recipe, work), [], lessons, synonyms).Write(dice, 1),
            _ => new ProseTasks(data, LessonBook.Sections(recipe, work), WrittenQuestions.Read(CorpusBuilder.QuestionFile(work, kind)), lessons, synonyms).WriteWritten(dice, number, 1),
        };
        foreach (Microsoft.Extensions.AI.ChatMessage message in task.Prompt) Console.WriteLine($"<{message.Role}>\n{message.Text}");
        foreach (AskedQuestion question in task.Questions) Console.WriteLine($"? {question.Question}\n! {question.Answer}");
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : throw new InputException(new Problem("", null, $"expected a number; found '{text}'. Usage: {Usage}"));
}
