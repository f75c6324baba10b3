using System.Globalization;
using Assay.Benchmarks.Models.Reading;
using Assay.Text;

namespace Assay.Benchmarks.Models;

/// <summary>Makes the bundled models: <c>models STEP RECIPE WORK ...</c>.</summary>
internal static class ModelsVerb
{
    private const string Usage = "models corpus RECIPE WORK DATA SHARED | train RECIPE WORK [LAST_STEP] | decay RECIPE WORK STEPS | export RECIPE WORK FOLDER | show RECIPE WORK KIND NUMBER";

    /// <summary>Runs one step of making a model.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 3, Usage);
        ModelRecipe recipe = ModelRecipe.Read(args[1]);
        string work = Directory.CreateDirectory(args[2]).FullName;
        switch (args[0])
        {
            case "corpus" when args.Length == 5:
                new CorpusBuilder(recipe, args[3], args[4], work).Build(Vocabulary(recipe, work));
                break;
            case "train":
                new ModelTraining(recipe, work).Train(args.Length > 3 ? Number(args[3]) : null);
                break;
            case "decay" when args.Length == 4:
                new ModelTraining(recipe, work).Decay((int)Number(args[3]));
                break;
            case "export" when args.Length == 4:
                var training = new ModelTraining(recipe, work);
                training.Export(training.State, args[3]);
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

    private static void Show(ModelRecipe recipe, string work, string kind, int number)
    {
        TaskData data = TaskData.Read(LessonBook.DataFile(recipe));
        string[] prose = LessonBook.Paragraphs(recipe, work);
        if (kind == "reading")
        {
            ReadingTask task = new ReadingWriter(data, prose).Write(new LessonDice(recipe.Seed, kind, number), 1);
            foreach (Microsoft.Extensions.AI.ChatMessage message in task.Prompt) Console.WriteLine($"<{message.Role}>\n{message.Text}");
            foreach (AskedQuestion question in task.Questions) Console.WriteLine($"? {question.Question}\n! {question.Answer}");
        }
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : throw new InputException(new Problem("", null, $"expected a number; found '{text}'. Usage: {Usage}"));
}
