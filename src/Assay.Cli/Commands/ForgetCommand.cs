using System.CommandLine;
using System.Text.Json;
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
        var document = new Argument<string>("document") { Description = "The document, as searches name it." };
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("forget",
            """
            Remove a document and every copy of its text that Assay made, and print a receipt: what was done to each, and which lines of your own files you must edit.
            The file itself stays and is not read any more.

            Example:
              assay forget docs/old-prices.md --project samples/support
            """) { document, project, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string id = CommonOptions.NotBlank(parsed.GetRequiredValue(document), "The document");
            Project opened = ProjectFile.Read(CommonOptions.Folder(parsed, project));
            using KnowledgeBase knowledge = Ingested.Open(host, opened, cancellationToken);
            (DeletionReceipt receipt, string file) = new Forgetter(opened, Workspace.Open(opened.Root), knowledge, host.Time).Forget(id);
            if (parsed.GetValue(json))
            {
                host.Out.WriteLine(JsonSerializer.Serialize(receipt, JsonFormat.Indented));
                return 0;
            }

            foreach (ReceiptLine line in receipt.Lines) host.Out.WriteLine($"{Words(line.Done),-14} {line.Kind,-9} {line.Where}{(line.Note.Length > 0 ? $" ({line.Note})" : "")}");
            host.Out.WriteLine($"Receipt: {opened.Display(file)}");
            return 0;
        });
        return command;
    }

    private static string Words(ReceiptAction done) => done switch
    {
        ReceiptAction.Deleted => "deleted",
        ReceiptAction.Redacted => "redacted",
        ReceiptAction.Excluded => "not read",
        _ => "edit yourself",
    };
}
