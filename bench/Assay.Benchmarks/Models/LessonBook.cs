using System.Collections.Immutable;
using Assay.Benchmarks.Models.Reading;
using Assay.Text;
using Assay.Text.Templates;
using Assay.Text.Tokenizers;
using Assay.Tuning.Tokens;

namespace Assay.Benchmarks.Models;

/// <summary>All lessons of a recipe: what is learned, and what is held out by kind.</summary>
internal sealed class LessonBook
{
    // Numbers of generated lessons that training never comes to.
    private const int HeldOutFrom = 2_000_000_000;
    private const int SpecialTokens = 5, HeldOutQuestions = 40;
    private const double UsualContext = 512;
    private const int ShortestParagraph = 120, LongestParagraph = 700, MostParagraphs = 60_000, MostSections = 12_000;
    private readonly ModelRecipe recipe;
    private readonly string work;
    private readonly Tokenizer tokenizer;
    private readonly ExampleTokenizer conversations;
    private readonly TaskData data;
    private readonly Lazy<string[]> paragraphs;
    private readonly Lazy<Section[]> sections;
    private readonly Lazy<IReadOnlyDictionary<string, string[]>> synonyms;

    /// <summary>The lessons of a recipe.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="work">Where its corpus is.</param>
    public LessonBook(ModelRecipe recipe, string work)
    {
        (this.recipe, this.work) = (recipe, work);
        string start = CorpusBuilder.Start(work);
        tokenizer = Tokenizer.Load(Path.Combine(start, "tokenizer.json"));
        ChatTemplateSet templates = ChatTemplateSet.Load(start);
        conversations = new ExampleTokenizer(tokenizer, templates.For(hasTools: false)!, templates.BosToken, templates.EosToken);
        data = TaskData.Read(DataFile(recipe));
        paragraphs = new Lazy<string[]>(() => Paragraphs(recipe, work));
        sections = new Lazy<Section[]>(() => Sections(recipe, work));
        synonyms = new Lazy<IReadOnlyDictionary<string, string[]>>(() => OtherWords.Read(CorpusBuilder.SynonymFile(work)));
    }

    /// <summary>What generated tasks are made of: a file beside the recipe.</summary>
    public static string DataFile(ModelRecipe recipe) => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(recipe.Path))!, "reading-tasks.json");

    /// <summary>Everything that is learned.</summary>
    public LessonMix Learned => new([.. Parts(heldOut: false).Select(p => (p.Lessons, p.Share))], recipe.Training.Steps * recipe.Training.BatchSize, recipe.Seed);

    /// <summary>What is held out, and of which kind it is; of prompts nothing counts.</summary>
    public ImmutableArray<(string Kind, SupervisedText Text)> HeldOut =>
        [.. Parts(heldOut: true).SelectMany(p => Enumerable.Range(0, Math.Min(recipe.Training.HeldOut, p.Lessons.Count)).Select(i => (p.Name, p.Lessons[p.Lessons.Count == int.MaxValue ? HeldOutFrom + i : i] with { PromptWeight = 0 })))];

    /// <summary>Paragraphs of the corpus that stand in generated tasks.</summary>
    public static string[] Paragraphs(ModelRecipe recipe, string work)
    {
        string[] all = [.. recipe.Sources.Where(s => s.Kind != "dialogues").SelectMany(s => CorpusBuilder.Documents(work, s.Name)).SelectMany(d => d.Parts).Where(p => p.Length is >= ShortestParagraph and <= LongestParagraph && p[0] != '#')];
        int every = Math.Max(1, all.Length / MostParagraphs);
        return [.. all.Where((_, i) => i % every == 0)];
    }

    /// <summary>Sections of the corpus that real questions are asked of: of each source at most so many, so that none drowns the others.</summary>
    public static Section[] Sections(ModelRecipe recipe, string work) => [.. recipe.Sources.Where(s => s.Kind != "dialogues").SelectMany(s => Some([.. CorpusBuilder.Documents(work, s.Name).SelectMany(Section.Of)]))];

    private static IEnumerable<Section> Some(Section[] all)
    {
        int every = (all.Length + MostSections - 1) / MostSections;
        return all.Where((_, i) => i % Math.Max(1, every) == 0);
    }

    private IEnumerable<(string Name, ILessons Lessons, double Share)> Parts(bool heldOut)
    {
        RecipeTraining training = recipe.Training;
        foreach (RecipeSource source in recipe.Sources)
        {
            yield return (source.Name, new ProseLessons(TokenCorpus.Read(CorpusBuilder.TokenFile(work, source.Name)), training.Window, recipe.Seed, source.Name, heldOut), source.Share);
        }

        foreach (RecipeLessons lessons in recipe.Lessons) yield return (lessons.Kind, Generated(lessons, heldOut), lessons.Share);
    }

    private ILessons Generated(RecipeLessons lessons, bool heldOut) => lessons.Kind switch
    {
        "reading" => Conversations(lessons, (dice, _, room) => new ReadingWriter(data, paragraphs.Value, lessons.Unanswered).Write(dice, room)),
        "prose" => Conversations(lessons, (dice, _, room) => new ProseTasks(data, sections.Value, [], lessons, synonyms.Value).Write(dice, room)),
        "stories" or "meanings" or "searches" => Written(lessons, heldOut),
        "recall" => new RecallLessons(data, paragraphs.Value, tokenizer, (recipe.Seed, recipe.Training.Context, lessons.Weight)),
        "repeat" => new RepeatLessons(tokenizer.VocabularySize, SpecialTokens, (recipe.Seed, recipe.Training.Context, lessons.Weight)),
        _ => throw new InputException(new Problem(recipe.Path, null, $"expected a kind of lessons that is known (reading, prose, stories, meanings, searches, recall, repeat); found '{lessons.Kind}'.")),
    };

    private ConversationLessons Written(RecipeLessons lessons, bool heldOut)
    {
        WrittenQuestion[] written = [.. WrittenQuestions.Read(CorpusBuilder.QuestionFile(work, lessons.Kind)).Where((_, i) => (i % HeldOutQuestions == 0) == heldOut)];
        var tasks = new ProseTasks(data, sections.Value, written, lessons, synonyms.Value);
        return Conversations(lessons, tasks.WriteWritten);
    }

    // Most lessons are short, which are learned first, some as long as the context; one that is too long is made again with less room.
    private ConversationLessons Conversations(RecipeLessons lessons, Func<LessonDice, int, double, ReadingTask> write)
    {
        double most = Math.Max(1, recipe.Training.Context / UsualContext) * lessons.Room;
        ReadingTask Make(int number, int attempt)
        {
            var dice = new LessonDice(recipe.Seed + ((ulong)attempt << 32), lessons.Kind, number);
            double share = dice.Unit();
            return write(dice, number, Math.Max(0, (most * share * share) - (0.2 * attempt)));
        }

        return new ConversationLessons(Make, conversations, recipe.Training.Context, (lessons.Weight, lessons.PromptWeight));
    }
}
