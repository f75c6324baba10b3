using System.CommandLine;
using Assay.Cli.Terminal;
using Assay.Models.Local;
using Assay.Text;
using Assay.Tuning.Export;
using Assay.Tuning.Forgetting;

namespace Assay.Cli.Commands;

/// <summary>The options of <c>assay models export</c> that chat models have.</summary>
internal sealed class ExportOptions
{
    private readonly Option<string?> adapter = new("--adapter") { Description = "LoRA weights: a folder of peft, or a GGUF file.", HelpName = "PATH" };
    private readonly Option<double?> strength = new("--strength") { Description = "What all that the adapter adds is multiplied with, 0 to 2 (default: 1).", HelpName = "S" };
    private readonly Option<string?> prompts = new("--prompts") { Description = "A .jsonl file whose prompts are replayed (default: 20 general ones).", HelpName = "FILE" };
    private readonly Option<double?> divergence = new("--most-divergence") { Description = "Greatest mean distance of next-token distributions that is allowed for a prompt, in nats (default: by --type).", HelpName = "NATS" };
    private readonly Option<double?> agreement = new("--least-agreement") { Description = "Least share of greedy tokens that must be the same, 0 to 1 (default: by --type).", HelpName = "SHARE" };
    private readonly Option<bool> noReplay = new("--no-replay") { Description = "Do not open what was written again to compare it." };

    /// <summary>How users spell them.</summary>
    public IEnumerable<string> Names => All.Select(o => o.Name);

    private Option[] All => [adapter, strength, prompts, divergence, agreement, noReplay];

    /// <summary>Adds them to the verb.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All) command.Add(option);
    }

    /// <summary>Whether any of them is given.</summary>
    public bool IsGiven(ParseResult parsed) => All.Any(o => parsed.GetResult(o) is { Implicit: false });

    /// <summary>Whether an adapter is named.</summary>
    public bool NamesAdapter(ParseResult parsed) => parsed.GetValue(adapter) is not null;

    /// <summary>A request with what the command line says.</summary>
    /// <exception cref="InputException">A value is out of its range, or they contradict each other.</exception>
    public ExportRequest Apply(ParseResult parsed, ExportRequest request)
    {
        bool replay = !parsed.GetValue(noReplay);
        if (!replay && (parsed.GetValue(prompts) is not null || parsed.GetValue(divergence) is not null || parsed.GetValue(agreement) is not null)) throw Refuse("--no-replay leaves out what --prompts, --most-divergence and --least-agreement are for. Leave it out, or these.");
        if (parsed.GetValue(strength) is { } s && s is not (>= 0 and <= 2)) throw Refuse(FormattableString.Invariant($"--strength must be 0 to 2; found {s}."));
        if (parsed.GetValue(strength) is not null && parsed.GetValue(adapter) is null && request.Adapter is null) throw Refuse("--strength is an adapter's. Name one with --adapter.");
        if (parsed.GetValue(agreement) is { } share && share is not (>= 0 and <= 1)) throw Refuse(FormattableString.Invariant($"--least-agreement must be 0 to 1; found {share}."));
        if (parsed.GetValue(divergence) is { } nats && !(nats >= 0)) throw Refuse(FormattableString.Invariant($"--most-divergence must be 0 or more; found {nats}."));
        return request with
        {
            Adapter = parsed.GetValue(adapter) is { } path ? CommonOptions.NotBlank(path, "--adapter") : request.Adapter,
            Strength = parsed.GetValue(strength) ?? 1,
            Replay = replay,
            MostDivergence = parsed.GetValue(divergence),
            LeastAgreement = parsed.GetValue(agreement),
            Prompts = parsed.GetValue(prompts) is { } file ? Prompts(CommonOptions.NotBlank(file, "--prompts"), request.MostTokens) : request.Prompts,
        };
    }

    private static Func<LocalModel, System.Collections.Immutable.ImmutableArray<ReplayPrompt>> Prompts(string file, int room)
    {
        var read = PinnedPrompts.Read(file);
        return model => ReplayPrompts.Of(model, read, room);
    }

    private static InputException Refuse(string why) => new(new Problem("", null, why));
}
