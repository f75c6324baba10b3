using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Models.Hub;
using Assay.Models.Local;

namespace Assay.Cli.Commands;

/// <summary><c>assay models show</c>: one stored model.</summary>
internal static class ModelsShowCommand
{
    private const int Damaged = 3;

    public static Command Create(CommandHost host)
    {
        var name = new Argument<string>("name") { Description = "hf:owner/name, owner/name or name, @revision or :file after it where several are stored; or the name of a bundled model." };
        var verify = new Option<bool>("--verify") { Description = "Read every file and compare its checksum." };
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("show",
            """
            Show a stored or bundled model: what it is for, where it came from, where it is, its files with lengths and checksums.

            Examples:
              assay models show hf:owner/name --verify
              assay models show assay-embed-en
            """) { name, verify, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string given = CommonOptions.NotBlank(parsed.GetRequiredValue(name), "The name of the model");
            if (BundledModels.IsName(given)) return Bundled(host, BundledModels.Open(host.Variable).Describe(given), parsed.GetValue(verify), parsed.GetValue(json));
            FoundModel found = ModelStore.Open(host.Variable).Find(given);
            IReadOnlyList<string>? wrong = parsed.GetValue(verify) ? await VerifyAsync(host, found.Model, cancellationToken).ConfigureAwait(false) : null;
            if (parsed.GetValue(json)) host.WriteJson(new { Model = ModelsCommand.Json(found.Model), found.Model.Endpoint, found.Path, found.Model.Files, Damage = wrong });
            else Print(host.Out, found);
            if (wrong is { Count: 0 }) host.Error.WriteLine("Every file is as it was pulled.");
            foreach (string line in wrong ?? []) host.Error.WriteLine($"{found.Model.Name}: {line}.");
            if (wrong is not { Count: > 0 }) return 0;
            host.Error.WriteLine($"Fetch it anew: assay models remove {found.Model.Pinned}, then assay models pull {found.Model.Name}@{found.Model.Commit}");
            return Damaged;
        });
        return command;
    }

    private static int Bundled(CommandHost host, BundledModel model, bool verify, bool json)
    {
        IReadOnlyList<string>? wrong = verify ? BundledModels.Verify(model) : null;
        if (json) host.WriteJson(new { Model = ModelsCommand.Json(model), model.Files, Damage = wrong });
        else
        {
            host.Out.WriteLine($"name        {model.Name}, comes with Assay");
            host.Out.WriteLine($"kind        {ModelsListCommand.Words(model.Kind)}");
            foreach (string line in ModelUse.Of(model.Kind, model.Name, model.Folder)) host.Out.WriteLine(PlainWriter.Line(line));
            host.Out.WriteLine($"parameters  {ByteText.Parameters(model.Parameters)}");
            host.Out.WriteLine($"size        {ByteText.Of(model.Bytes)}");
            host.Out.WriteLine($"path        {model.Folder}");
            WriteFiles(host.Out, model.Files);
        }

        if (wrong is { Count: 0 }) host.Error.WriteLine("Every file is as it was packed.");
        foreach (string line in wrong ?? []) host.Error.WriteLine($"{model.Name}: {line}. Install Assay again, or bring back the folder 'models/{model.Name}' of the checkout.");
        return wrong is { Count: > 0 } ? Damaged : 0;
    }

    private static void WriteFiles(TextWriter output, IEnumerable<ModelFile> files) =>
        Tables.Write(output, ["file", ">bytes", "sha256"], files.Select(f => (IReadOnlyList<string>)[f.Path, f.Bytes.ToString("N0", CultureInfo.InvariantCulture), f.Sha256]));

    private static async Task<IReadOnlyList<string>> VerifyAsync(CommandHost host, StoredModel model, CancellationToken cancellationToken)
    {
        using var line = new TransferLine(host);
        return await ModelStore.VerifyAsync(model, (file, read) => line.Report(new PullProgress(PullStep.Checking, file.Path, read, file.Bytes)), cancellationToken).ConfigureAwait(false);
    }

    private static void Print(TextWriter output, FoundModel found)
    {
        StoredModel model = found.Model;
        output.WriteLine($"name        {model.Name}");
        output.WriteLine($"commit      {model.Commit}");
        foreach (ModelRevision revision in model.Revisions) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"pulled as   {revision.Name}, {revision.PulledAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC"));
        output.WriteLine($"from        {PlainWriter.Line(model.Endpoint)}");
        output.WriteLine($"kind        {ModelsListCommand.Words(model.ReadKind())}");
        foreach (string line in ModelUse.Of(model.ReadKind(), model.Name, model.Folder)) output.WriteLine(PlainWriter.Line(line));
        output.WriteLine($"parameters  {ByteText.Parameters(model.Parameters)}");
        output.WriteLine($"size        {ByteText.Of(model.Bytes)}");
        output.WriteLine($"path        {found.Path}");
        WriteFiles(output, model.Files);
    }
}
