using System.Collections.Immutable;
using Assay.Collections;
using Assay.Comparing;
using Assay.Evaluation.Questions;
using Assay.Evaluation.Ranking;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Running;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.ChunkingEvaluation;

/// <summary>What settings are compared on: documents that can be cut again and again, with questions and judgements.</summary>
/// <param name="Name">Name of the project or collection.</param>
/// <param name="Current">The settings in force.</param>
/// <param name="Questions">Questions with a relevant document or an accepted answer.</param>
/// <param name="Qrels">What is relevant.</param>
/// <param name="Workspace">Where results are kept.</param>
/// <param name="Open">A knowledge base of the documents with given settings at a given place.</param>
/// <param name="Check">Checks the questions against an ingested knowledge base.</param>
internal sealed record ChunkingSubject(
    string Name, RetrievalSettings Current, ImmutableArray<Question> Questions, Qrels Qrels, Workspace Workspace,
    Func<RetrievalSettings, Workspace, KnowledgeBase> Open, Action<KnowledgeBase> Check)
{
    /// <summary>Looks at a folder.</summary>
    /// <exception cref="InputException">It is neither a project nor a collection, or has no question to compare on.</exception>
    public static ChunkingSubject Of(string directory, RetrievalReportOptions options, TimeProvider time)
    {
        ChunkingSubject subject = File.Exists(Path.Combine(directory, ProjectFile.FileName)) ? OfProject(directory, options, time) : OfCollection(directory, options, time);
        return subject.Questions.Length > 0 ? subject : throw new InputException(new Problem("", null,
            "No question names a relevant document or an accepted answer, so there is nothing to compare by. Fill 'documents' or 'answers' of the questions, or the qrels."));
    }

    private static ChunkingSubject OfProject(string directory, RetrievalReportOptions options, TimeProvider time)
    {
        Project project = ProjectFile.Read(directory);
        QuestionSet all = QuestionFiles.Read(project);
        ImmutableArray<Question> questions = [.. all.Questions.Where(q => q.Answerable && (q.Documents.Length > 0 || q.Answers.Length > 0)).OrderBy(q => q.Id, StringComparer.Ordinal)];
        Workspace workspace = options.Workspace is { } named ? Workspace.OpenAt(named) : Workspace.Open(project.Root);
        return new ChunkingSubject(project.Name, project.Retrieval, questions, RetrievalEvaluation.Judgements(questions), workspace,
            (settings, place) => KnowledgeBase.Open(project with { Retrieval = settings }, place, time), k => k.CheckReferences(all, project));
    }

    private static ChunkingSubject OfCollection(string directory, RetrievalReportOptions options, TimeProvider time)
    {
        RetrievalCollection collection = RetrievalCollection.Open(directory, options.Split) ?? throw new InputException(new Problem(
            directory, null, $"Expected a project ({ProjectFile.FileName}), a BEIR folder (corpus.jsonl, queries.jsonl, qrels/{options.Split}.tsv) or a folder with TREC documents, topics and qrels; found none of them."));
        HashSet<string> judged = [.. collection.Judgements.Topics];
        ImmutableArray<Question> questions = [.. collection.Questions.Where(q => judged.Contains(q.Id)).OrderBy(q => q.Id, StringComparer.Ordinal)];
        Workspace workspace = RetrievalSubject.WorkspaceOf(directory, options);
        return new ChunkingSubject(collection.Name, new RetrievalSettings(), questions, collection.Judgements, workspace,
            (settings, place) => KnowledgeBase.Open(collection.Documents(), place, time, settings), _ => { });
    }
}
