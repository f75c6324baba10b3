using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.Models.Encoders.Export;
using Assay.Models.Hub;
using Assay.Models.Local;
using ModelFolderKind = Assay.Models.Hub.ModelFolder;
using Assay.Models.Weights;
using Assay.Text;
using Assay.Tuning.Export;

namespace Assay.Cli.Commands;

/// <summary><c>assay models export</c>: a chat model, an adapter or an embedding model for other runtimes.</summary>
internal static class ModelsExportCommand
{
    private static readonly Dictionary<string, WeightType?> Types = new(StringComparer.Ordinal) { ["stored"] = null, ["f32"] = WeightType.F32, ["f16"] = WeightType.F16, ["bf16"] = WeightType.BF16, ["q8_0"] = WeightType.Q80 };

    private static readonly Dictionary<string, ExportFormat> Formats = new(StringComparer.Ordinal)
    {
        ["gguf"] = ExportFormat.Gguf, ["safetensors"] = ExportFormat.Safetensors, ["gguf-adapter"] = ExportFormat.GgufAdapter, ["peft"] = ExportFormat.Peft,
    };

    public static Command Create(CommandHost host)
    {
        var name = new Argument<string>("model") { Description = "A stored model as 'models list' shows it, the folder of one, a GGUF file, or a trained version of the project: v3, champion or newest." };
        var target = new Argument<string>("target") { Description = "What to write: a file that ends in .gguf, or a folder for safetensors and peft." };
        var type = new Option<string>("--type") { Description = "How matrices are stored: stored (as they are), f32, f16, bf16 or q8_0.", DefaultValueFactory = _ => "stored", HelpName = "TYPE" };
        var format = new Option<string?>("--format") { Description = "gguf or safetensors (a whole model, an adapter added to its weights), gguf-adapter or peft (the adapter alone). Default: gguf.", HelpName = "FORMAT" };
        var decoder = new ExportOptions();
        Option<string?> project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("export",
            """
            Write a chat model, with an adapter or without, for other runtimes: as a GGUF file with its tokenizer and chat template for llama.cpp, as a folder of safetensors, or the
            adapter alone. What was written is opened again and prompts are replayed with it: where it does not give what the model gives here, it is not kept and the first
            difference is named (exit code 1). An embedding model of the BERT family is written as a GGUF file.

            Examples:
              assay models export champion ./out/support.gguf --type q8_0 --project my-project
              assay models export hf:owner/name ./out/model.gguf --adapter ./adapters/mine --type q8_0
              assay models export hf:owner/name ./out/adapter.gguf --adapter ./adapters/mine --format gguf-adapter
              assay models export hf:owner/embedder embedder.gguf --type f16
            """) { name, target, type, format, project, json };
        decoder.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await CommonOptions.UntilInterruptible();
            string given = CommonOptions.NotBlank(parsed.GetRequiredValue(name), "The name of the model"), to = CommonOptions.NotBlank(parsed.GetRequiredValue(target), "The target"), asked = parsed.GetValue(type)!;
            if (!Types.TryGetValue(asked, out WeightType? stored)) throw new InputException(new Problem("", null, $"--type: expected {string.Join(", ", Types.Keys)}; found '{asked}'."));
            ExportFormat form = ExportFormat.Gguf;
            if (parsed.GetValue(format) is { } wanted && !Formats.TryGetValue(wanted, out form)) throw new InputException(new Problem("", null, $"--format: expected {string.Join(", ", Formats.Keys)}; found '{wanted}'."));
            if (!Path.Exists(given) && VersionExport.IsName(given))
            {
                if (decoder.NamesAdapter(parsed)) throw new InputException(new Problem("", null, $"--adapter: the version {given} has its own. Leave it out, or name the base model."));
                return DecoderExportRun.Run(host, parsed.GetValue(json), decoder.Apply(parsed, VersionExport.Request(host, CommonOptions.Folder(parsed, project), given, to, form) with { Type = stored }), cancellationToken);
            }

            string path = ModelPath.Named(given, host.Variable);
            if (ModelFolderKind.KindOf(path) is StoredModelKind.Decoder or StoredModelKind.Gguf)
                return DecoderExportRun.Run(host, parsed.GetValue(json), decoder.Apply(parsed, new ExportRequest(path, to, form) { Type = stored, BaseName = given == path ? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))) : given }), cancellationToken);
            if (form != ExportFormat.Gguf || decoder.IsGiven(parsed)) throw new InputException(new Problem(path, null, $"this is no chat model, and an embedding model is written as a GGUF file, alone. Leave --format and {string.Join(", ", decoder.Names)} out, or name a chat model (Llama, Mistral or Qwen)."));
            return Embedder(host, parsed.GetValue(json), path, to, stored);
        });
        return command;
    }

    private static int Embedder(CommandHost host, bool json, string path, string to, WeightType? stored)
    {
        if (Path.Exists(to)) throw new InputException(new Problem(to, null, "is there already. Remove it, or name another file."));
        IReadOnlyList<string> notes = EmbedderExport.Write(path, to, stored);
        long bytes = new FileInfo(to).Length;
        if (json) host.WriteJson(new { Model = path, File = to, Bytes = bytes, Notes = notes });
        else host.Out.WriteLine($"{to}  {ByteText.Of(bytes)}");
        foreach (string note in notes) host.Error.WriteLine(note);
        return 0;
    }
}
