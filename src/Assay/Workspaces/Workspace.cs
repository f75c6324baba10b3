using Assay.Retrieval.Storage;
using Assay.Text;

namespace Assay.Workspaces;

/// <summary>The folder <c>.assay</c> of a project: everything Assay makes. Only this class knows its layout.</summary>
public sealed class Workspace
{
    /// <summary>Name of the folder in a project.</summary>
    public const string FolderName = ".assay";

    /// <summary>Name of the latest comparison's file in the folder.</summary>
    internal const string ComparisonFileName = "comparison.json";

    private Workspace(string root) => Root = root;

    /// <summary>Absolute path of the folder.</summary>
    public string Root { get; }

    /// <summary>The knowledge base: documents, chunks, ingestion journal.</summary>
    public string KnowledgeFile => Path.Combine(Root, "knowledge.db");

    /// <summary>The keyword index of the knowledge base.</summary>
    public string KeywordsFile => Path.ChangeExtension(KnowledgeFile, ".keywords");

    /// <summary>The stages of the search that were measured to pay on the project's questions; the defaults hold where there is none.</summary>
    public string SearchProfileFile => Path.Combine(Root, "search-profile.json");

    /// <summary>The index of the vectors of the knowledge base.</summary>
    public string DenseIndexFile => Path.ChangeExtension(KnowledgeFile, ".vectors");

    /// <summary>Every answer a model ever gave here, by content of its prompt.</summary>
    public string AnswersFile => Path.Combine(Root, "answers.db");

    /// <summary>Results of finished stages, by hash of their inputs; can be rebuilt.</summary>
    public string StagesFolder => Path.Combine(Root, "stages");

    /// <summary>Kept evaluations, one folder each. Kept by <see cref="Clean"/>: they are replayed and compared with.</summary>
    public string EvaluationsFolder => Path.Combine(Root, "evaluations");

    /// <summary>Kept verdicts, one file each. Kept by <see cref="Clean"/>: later ones are compared with them.</summary>
    public string VerdictsFolder => Path.Combine(Root, "verdicts");

    /// <summary>Run files of the latest comparison, one per arm, and of the latest retrieval evaluation.</summary>
    public string RunsFolder => Path.Combine(Root, "runs");

    /// <summary>What the stages of the search were last measured to gain.</summary>
    public string StageReportFile => Path.Combine(RunsFolder, "stages.json");

    /// <summary>The report of the latest comparison.</summary>
    public string ReportFile => Path.Combine(Root, "report.html");

    /// <summary>The latest comparison as JSON.</summary>
    public string ComparisonFile => Path.Combine(Root, ComparisonFileName);

    /// <summary>The fitted answerability threshold. Kept by <see cref="Clean"/>: no run makes it on its own.</summary>
    public string AnswerabilityFile => Path.Combine(Root, "answerability.json");

    /// <summary>The best prompts that were found. Kept by <see cref="Clean"/>: the answers they were found with cost money.</summary>
    public string PromptFile => Path.Combine(Root, "prompt.json");

    /// <summary>The registry of trained versions: adapters, what they were made of, which one is in use. Kept by <see cref="Clean"/>.</summary>
    public string AdaptersFolder => Path.Combine(Root, "adapters");

    /// <summary>Trainings under way, one folder each, named after the hash of their inputs. Kept by <see cref="Clean"/>: an interrupted one goes on from there.</summary>
    public string TuningFolder => Path.Combine(Root, "tuning");

    /// <summary>Tuning at providers: what was sent to each, the jobs that were started, their recipes. Kept by <see cref="Clean"/>: it keeps paid jobs from being started twice.</summary>
    public string HostedTuningFolder => Path.Combine(TuningFolder, "hosted");

    /// <summary>The files of examples that are uploaded to providers.</summary>
    public string HostedExamplesFolder => Path.Combine(HostedTuningFolder, "examples");

    /// <summary>Models with random weights, which training begins with where the project names no model. Kept by <see cref="Clean"/>: adapters are made for them.</summary>
    public string ModelsFolder => Path.Combine(Root, "models");

    /// <summary>Receipts of documents that were forgotten.</summary>
    public string ReceiptsFolder => Path.Combine(Root, "receipts");

    /// <summary>Forgotten documents, one a line as JSON with id and SHA-256 of the bytes: their files are not read again, also under another name. Kept by <see cref="Clean"/>.</summary>
    public string ForgottenFile => Path.Combine(Root, "forgotten.jsonl");

    /// <summary>What commands need only while they run, see <see cref="Scratch"/>.</summary>
    internal string ScratchFolder => Path.Combine(Root, "scratch");

    /// <summary>What is to be forgotten and is not finished yet, one file a document. Kept by <see cref="Clean"/>.</summary>
    internal string ForgettingFolder => Path.Combine(Root, "forgetting");

    /// <summary>What <see cref="WorkspaceLock"/> locks.</summary>
    internal string LockFile => Path.Combine(Root, "workspace.lock");

    /// <summary>Opens the workspace of a project and creates it where it is missing.</summary>
    /// <param name="projectRoot">Folder of the project.</param>
    /// <returns>The workspace.</returns>
    /// <exception cref="AssayException">The folder cannot be created or written.</exception>
    public static Workspace Open(string projectRoot) => OpenAt(Path.Combine(Path.GetFullPath(projectRoot), FolderName));

    /// <summary>Opens a workspace at a given place, for collections in folders that cannot be written.</summary>
    /// <param name="root">The workspace's own folder.</param>
    /// <returns>The workspace.</returns>
    /// <exception cref="AssayException">The folder cannot be created or written.</exception>
    public static Workspace OpenAt(string root)
    {
        var workspace = new Workspace(Path.GetFullPath(root));
        try
        {
            Directory.CreateDirectory(workspace.StagesFolder);
            Directory.CreateDirectory(workspace.RunsFolder);
            string ignore = Path.Combine(workspace.Root, ".gitignore");
            if (!File.Exists(ignore)) AtomicFile.Write(ignore, "*\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AssayException($"'{workspace.Root}' cannot be written ({e.Message.TrimEnd('.')}). Free space or permit writing there; `assay eval retrieval` also takes another place with --workspace DIR.", e);
        }

        return workspace;
    }

    /// <summary>
    /// Deletes what the next run rebuilds (documents, indexes, finished stages) and keeps what cost money or judgement: answers, runs, reports, traces, vectors.
    /// </summary>
    /// <param name="everything">Whether the knowledge base goes with its traces and vectors.</param>
    /// <returns>Bytes freed; a file that grew counts as 0.</returns>
    /// <exception cref="AssayException">The knowledge base is in use, or a newer Assay wrote it.</exception>
    public long Clean(bool everything = false)
    {
        long before = Length(KnowledgeFiles);
        if (everything || !Cleared()) Delete(KnowledgeFiles);
        long freed = before - Length(KnowledgeFiles);
        string[] derived = [.. DerivedFiles(), .. Directory.EnumerateFiles(StagesFolder)];
        freed += Length(derived);
        Delete(derived);
        freed += Scratch.Sweep(this);
        return Math.Max(0, freed);
    }

    /// <summary>The files that indexes are kept in, finished or not: all made from the knowledge base.</summary>
    internal IEnumerable<string> DerivedFiles() =>
        new[] { KeywordsFile, DenseIndexFile }.SelectMany(f => Directory.GetFiles(Root, Path.GetFileName(f) + "*"));

    private string[] KnowledgeFiles => [KnowledgeFile, KnowledgeFile + "-wal", KnowledgeFile + "-shm"];

    // Whether something is left in it. What cannot be read is no loss.
    private bool Cleared()
    {
        if (!File.Exists(KnowledgeFile)) return false;
        try
        {
            using KnowledgeStore store = KnowledgeStore.Open(KnowledgeFile);
            return store.Clear();
        }
        catch (NotAKnowledgeBaseException)
        {
            return false;
        }
    }

    private static long Length(IEnumerable<string> files) => files.Where(File.Exists).Sum(f => new FileInfo(f).Length);

    private static void Delete(IEnumerable<string> files)
    {
        foreach (string file in files) File.Delete(file);
    }
}
