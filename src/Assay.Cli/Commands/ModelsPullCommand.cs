using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Models.Hub;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary><c>assay models pull</c>: fetches a model.</summary>
internal static class ModelsPullCommand
{
    public static Command Create(CommandHost host)
    {
        var model = new Argument<string>("model") { Description = "hf:owner/name, or hf:owner/name@revision for a branch, a tag or a commit (default: main)." };
        var file = new Option<string?>("--file") { Description = "Fetch this GGUF file of the repository: its name, or a part of it that no other has (Q4_K_M).", HelpName = "NAME" };
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("pull",
            """
            Fetch a model from the Hugging Face hub, or a mirror, and check every file. What was interrupted goes on where it stopped.

            HF_TOKEN: your token, for private and gated models. HF_ENDPOINT: the address of a mirror. HF_HUB_OFFLINE=1 or ASSAY_OFFLINE=1: use no network.

            Examples:
              assay models pull hf:owner/name
              assay models pull hf:owner/name-gguf --file Q8_0
            """) { model, file, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            HubReference reference = Reference(parsed.GetRequiredValue(model), parsed.GetValue(file));
            using var puller = new ModelPuller(ModelStore.Open(host.Variable), HubOptions.From(host.Variable), host.Time);
            PulledModel pulled;
            using (var line = new TransferLine(host)) pulled = await puller.PullAsync(reference, line.Report, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(json)) WriteJson(host, pulled);
            else Print(host.Out, pulled);
            return 0;
        });
        return command;
    }

    private static HubReference Reference(string model, string? file)
    {
        HubReference reference = HubReference.Parse(model);
        if (file is null) return reference;
        if (reference.File is not null && reference.File != file) throw new InputException(new Problem("", null, $"Two files are named: '{reference.File}' and --file '{file}'. Name one."));
        return reference with { File = CommonOptions.NotBlank(file, "--file") };
    }

    private static void WriteJson(CommandHost host, PulledModel pulled) => host.WriteJson(new
    {
        Model = ModelsCommand.Json(pulled.Found.Model),
        pulled.Found.Path,
        pulled.FetchedBytes,
        Superseded = pulled.Superseded.Select(m => m.Pinned),
    });

    private static void Print(TextWriter output, PulledModel pulled)
    {
        StoredModel model = pulled.Found.Model;
        output.WriteLine(pulled.FetchedBytes == 0
            ? $"{model.Name} is stored (commit {model.Commit}); nothing had to be fetched."
            : string.Create(CultureInfo.InvariantCulture, $"Stored {model.Name}, commit {model.Commit}: {model.Files.Length} files, {ByteText.Of(model.Bytes)}; {ByteText.Of(pulled.FetchedBytes)} were fetched."));
        output.WriteLine(pulled.Found.Path);
        foreach (StoredModel older in pulled.Superseded) output.WriteLine($"An earlier commit is still stored, too ({ByteText.Of(older.Bytes)}). To remove it: assay models remove {older.Pinned}");
    }
}
