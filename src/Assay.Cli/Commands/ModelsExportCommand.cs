using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.Models.Encoders.Export;
using Assay.Models.Hub;
using Assay.Models.Weights;
using Assay.Text;

namespace Assay.Cli.Commands;

/// <summary><c>assay models export</c>: an embedding model as a GGUF file.</summary>
internal static class ModelsExportCommand
{
    private static readonly Dictionary<string, WeightType?> Types = new(StringComparer.Ordinal) { ["stored"] = null, ["f32"] = WeightType.F32, ["f16"] = WeightType.F16, ["bf16"] = WeightType.BF16, ["q8_0"] = WeightType.Q80 };

    public static Command Create(CommandHost host)
    {
        var name = new Argument<string>("model") { Description = "A stored embedding model as 'models list' shows it, or the folder of one." };
        var file = new Argument<string>("file") { Description = "The GGUF file to write." };
        var type = new Option<string>("--type") { Description = "How matrices are stored: stored (as they are), f32, f16, bf16 or q8_0.", DefaultValueFactory = _ => "stored", HelpName = "TYPE" };
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("export",
            """
            Write an embedding model of the BERT family as a GGUF file, with its tokenizer and its pooling, for llama.cpp and what is built on it.

            Example:
              assay models export hf:owner/name embedder.gguf --type q8_0
            """) { name, file, type, json };
        command.SetAction(parsed =>
        {
            string given = CommonOptions.NotBlank(parsed.GetRequiredValue(name), "The name of the model"), to = CommonOptions.NotBlank(parsed.GetRequiredValue(file), "The file"), asked = parsed.GetValue(type)!;
            if (!Types.TryGetValue(asked, out WeightType? stored)) throw new InputException(new Problem("", null, $"--type: expected {string.Join(", ", Types.Keys)}; found '{asked}'."));
            if (Path.Exists(to)) throw new InputException(new Problem(to, null, "is there already. Remove it, or name another file."));
            string path = Directory.Exists(given) ? given : ModelStore.Open(host.Variable).Find(given).Path;
            IReadOnlyList<string> notes = EmbedderExport.Write(path, to, stored);
            long bytes = new FileInfo(to).Length;
            if (parsed.GetValue(json)) host.WriteJson(new { Model = path, File = to, Bytes = bytes, Notes = notes });
            else host.Out.WriteLine($"{to}  {ByteText.Of(bytes)}");
            foreach (string note in notes) host.Error.WriteLine(note);
            return 0;
        });
        return command;
    }
}
