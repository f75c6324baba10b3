using System.CommandLine;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Models.Adapters;
using Assay.Models.Local;

namespace Assay.Cli.Commands;

/// <summary><c>assay models merge</c>: a whole model of a base model and an adapter.</summary>
internal static class ModelsMergeCommand
{
    // Where rounding is more than this share of what was learnt, a light fine-tune may not be seen any more.
    private const double MuchLost = 0.1;

    public static Command Create(CommandHost host)
    {
        var name = new Argument<string>("model") { Description = "The base model: a stored model as 'models list' shows it, the folder of one, or a GGUF file." };
        var adapter = new Argument<string>("adapter") { Description = "The adapter: a folder with adapter_config.json, or a GGUF file." };
        var target = new Argument<string>("target") { Description = "What to write: a new folder, or a new GGUF file where the base model is one." };
        var full = new Option<bool>("--full-precision") { Description = "Store all weights in 32 bits instead of the base model's type." };
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("merge",
            """
            Write a whole model of a base model and an adapter, for runtimes that take no adapters. Says how much of what was learnt was lost to rounding. Weights in blocks
            (Q8_0, Q4_0 and so on) are merged with --full-precision only, because quantising twice can undo a light fine-tune.

            Example:
              assay models merge hf:owner/name ./adapters/mine ./models/merged
            """) { name, adapter, target, full, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            string given = CommonOptions.NotBlank(parsed.GetRequiredValue(name), "The name of the model"), to = CommonOptions.NotBlank(parsed.GetRequiredValue(target), "The target");
            string path = ModelPath.Named(given, host.Variable);
            MergeReport report = AdapterMerger.Merge(path, CommonOptions.NotBlank(parsed.GetRequiredValue(adapter), "The adapter"), to, parsed.GetValue(full), cancellationToken);
            if (parsed.GetValue(json)) host.WriteJson(new { Model = path, Target = to, report.Matrices, report.LargestRounding, report.Tensor, report.ShareLost });
            else
            {
                host.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Wrote {to}: {report.Matrices} matrices changed, rounding is {report.ShareLost:0.0%} of what was learnt (largest {report.LargestRounding:0.0e+0} in {report.Tensor ?? "none"})."));
                if (report.ShareLost > MuchLost) host.Error.WriteLine("Much of what was learnt is within the rounding of this type. Merge with --full-precision, or use the adapter without merging it.");
            }

            return Task.FromResult(0);
        });
        return command;
    }
}
