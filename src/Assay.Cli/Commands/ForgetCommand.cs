using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Forgetting;
using Assay.Knowledge;
using Assay.Projects;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay forget</c>: removes a document and every copy of its text.</summary>
internal static class ForgetCommand
{
    public static Command Create(CommandHost host)
    {
        var document = new Argument<string>("document") { Description = "The document, as searches name it, or a path to it inside the project." };
        Option<string?> project = CommonOptions.Project();
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be done, with the number of kept answers that would go. Nothing is removed; changed files are ingested first, as every command does." };
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("forget",
            """
            Remove a document and every copy of its text that Assay made, and print a receipt: what was done to each, and which lines of your own files you must edit.
            The file itself stays and is not read any more. A document that is gone already is found by its name. When it was interrupted, the same command finishes it.

            Example:
              assay forget docs/old-prices.md --project samples/support --dry-run
            """) { document, project, dryRun, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            Project opened = ProjectFile.Read(CommonOptions.Folder(parsed, project));
            string id = CommonOptions.DocumentId(opened, parsed.GetRequiredValue(document), "The document");
            Workspace workspace = Workspace.Open(opened.Root);
            using KnowledgeBase knowledge = KnowledgeBase.Open(opened, workspace, host.Time);
            var forgetter = new Forgetter(opened, workspace, knowledge, host.Time);

            // Before its file is read again, or found to be gone.
            forgetter.Remember(id);
            Ingested.Ingest(host, knowledge, cancellationToken);
            bool only = parsed.GetValue(dryRun);
            (DeletionReceipt receipt, string? file) = only ? (forgetter.Preview(id), null) : forgetter.Forget(id);
            if (parsed.GetValue(json)) host.WriteJson(receipt);
            else Print(host.Out, receipt, file is null ? null : opened.Display(file));
            return 0;
        });
        return command;
    }

    private static void Print(TextWriter output, DeletionReceipt receipt, string? file)
    {
        foreach (ReceiptLine line in receipt.Lines) output.WriteLine($"{Words(line.Done),-14} {line.Kind,-9} {PlainWriter.Line(line.Where)}{(line.Note.Length > 0 ? $" ({line.Note})" : "")}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Kept answers: {receipt.AnswersDeleted} of {receipt.AnswersDeleted + receipt.AnswersKept} {(file is null ? "would be deleted" : "deleted")}."));
        foreach (string limit in receipt.Limits) output.WriteLine(limit);
        output.WriteLine(file is null ? "Nothing was removed (--dry-run)." : $"Receipt: {file}");
    }

    private static string Words(ReceiptAction done) => done switch
    {
        ReceiptAction.Deleted => "deleted",
        ReceiptAction.Redacted => "redacted",
        ReceiptAction.Excluded => "not read",
        _ => "edit yourself",
    };
}
