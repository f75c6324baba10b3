using System.CommandLine;
using System.Text;
using Assay.Answering;
using Assay.Cli.Terminal;
using Assay.FineTuning;
using Assay.Models.Adapters;
using Assay.Models.Local;
using Assay.Models.Providers;
using Assay.Projects;
using Assay.Text;
using Assay.Workspaces;
using Microsoft.Extensions.AI;

namespace Assay.Cli.Commands;

/// <summary><c>assay chat</c>: a conversation with a model, without documents.</summary>
internal static class ChatCommand
{
    public static Command Create(CommandHost host)
    {
        var message = new Argument<string?>("message") { Description = "What to say; without it lines are read from standard input until its end.", Arity = ArgumentArity.ZeroOrOne };
        var model = new Option<string?>("--model", "-m") { Description = "The model, in the forms of assay.yaml (default: the project's).", HelpName = "MODEL" };
        var adapter = new Option<string?>("--adapter") { Description = "LoRA weights that the model answers with: a folder with adapter_config.json, or a GGUF file (default: the project's, with the project's model).", HelpName = "PATH" };
        var system = new Option<string?>("--system") { Description = "Instructions before the conversation.", HelpName = "TEXT" };
        var most = new Option<int>("--max-tokens") { Description = "Most tokens of an answer.", DefaultValueFactory = _ => 512, HelpName = "N" };
        var temperature = new Option<float>("--temperature") { Description = "0 takes the most probable token each time.", DefaultValueFactory = _ => 0, HelpName = "T" };
        Option<string?> version = CommonOptions.Version(), project = CommonOptions.Project();
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("chat",
            """
            Talk to a model as it is, without documents: to see whether it runs, and what it knows by itself.

            Examples:
              assay chat --model ./models/mine "Say hello."
              assay chat --model hf:owner/name --adapter ./adapters/mine
              assay chat --version v2 --project my-project

            In a project with prompt: best the conversation begins with the instructions and examples that were found, unless --system is given.

            Line by line, '/adapter PATH' answers with another adapter from then on, '/adapter none' with the model alone, and '/exit' ends.
            """) { message, model, adapter, version, system, most, temperature, project, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(most) < 1) throw new InputException(new Problem("", null, $"--max-tokens must be 1 or more; found {parsed.GetValue(most)}."));
            string? only = parsed.GetValue(message) is { } given ? CommonOptions.NotBlank(given, "The message") : null;
            Project? opened = parsed.GetValue(model) is null ? ProjectFile.Read(CommonOptions.Folder(parsed, project)) : null;
            TunedModel? tuned = parsed.GetValue(version) is { } asked ? Tuned(opened, CommonOptions.NotBlank(asked, "--version"), parsed.GetValue(adapter), Providers.Options(host)) : null;
            ModelReference named = tuned?.Model ?? opened?.Model ?? ModelReference.Parse(parsed.GetValue(model)!);
            using IChatClient client = tuned is not null ? ChatModels.Create(named, Providers.Options(host), host.Time, tuned.Adapter, tuned.BaseWeights)
                : ChatModels.Create(named, Providers.Options(host), host.Time, parsed.GetValue(adapter) ?? opened?.Adapter);
            using var adapters = new ChatAdapters(client, named);
            var options = new ChatOptions { MaxOutputTokens = parsed.GetValue(most), Temperature = parsed.GetValue(temperature) };
            var said = new List<ChatMessage>();
            if ((parsed.GetValue(system) ?? tuned?.Version.Manifest.SystemPrompt) is { } instructions) said.Add(new ChatMessage(ChatRole.System, instructions));
            bool asJson = parsed.GetValue(json);
            var usage = new UsageDetails();
            foreach (string line in only is not null ? [only] : Lines(host))
            {
                if (line.Trim() is var order && only is null && (order == "/adapter" || order.StartsWith("/adapter ", StringComparison.Ordinal)))
                {
                    Switch(host, adapters, order["/adapter".Length..].Trim(), options);
                    continue;
                }

                if (said.Count == 0 && tuned is null && opened is { UsesBestPrompt: true }) said.AddRange(Opening(host, opened, client, line));
                said.Add(new ChatMessage(ChatRole.User, line));
                said.Add(new ChatMessage(ChatRole.Assistant, await AnswerAsync(client, said, options, asJson ? null : host.Out, usage, cancellationToken).ConfigureAwait(false)));
            }

            if (asJson) host.WriteJson(new { model = named.ToString(), messages = said.Select(m => new { role = m.Role.Value, content = m.Text }), usage.InputTokenCount, usage.OutputTokenCount });
            return 0;
        });
        return command;
    }

    private static IReadOnlyList<ChatMessage> Opening(CommandHost host, Project project, IChatClient client, string line)
    {
        (IReadOnlyList<ChatMessage> messages, System.Collections.Immutable.ImmutableArray<string> warnings) = new AnswerModels(Providers.Options(host), host.Time).Opening(project, client, line);
        foreach (string warning in warnings) host.Error.WriteLine($"warning: {warning}");
        return messages;
    }

    // With the system message of its examples, unless another one is given.
    private static TunedModel Tuned(Project? project, string version, string? adapter, ProviderOptions providers)
    {
        if (project is null || adapter is not null) throw new InputException(new Problem("", null, $"--version names a trained version, which has a model and an adapter of its own: leave {(project is null ? "--model" : "--adapter")} out."));
        TunedModel tuned = TunedModels.Required(project, Workspace.Open(project.Root), version);
        tuned.Check(providers);
        return tuned;
    }

    // Whoever types can type again; a script must not go on with another adapter than it named.
    private static void Switch(CommandHost host, ChatAdapters adapters, string path, ChatOptions options)
    {
        try
        {
            adapters.Choose(path, options);
        }
        catch (AssayException error) when (host.IsTerminal)
        {
            host.Error.WriteLine(error.Message);
        }
    }

    private static IEnumerable<string> Lines(CommandHost host)
    {
        while (true)
        {
            if (host.IsTerminal) host.Error.Write("> ");
            if (host.In.ReadLine() is not { } line || line.Trim() == "/exit") yield break;
            if (line.Trim().Length > 0) yield return line;
        }
    }

    private static async Task<string> AnswerAsync(IChatClient client, List<ChatMessage> said, ChatOptions options, TextWriter? shown, UsageDetails usage, CancellationToken cancellationToken)
    {
        var answer = new StringBuilder();
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(said, options, cancellationToken).ConfigureAwait(false))
        {
            answer.Append(update.Text);
            shown?.Write(update.Text);
            shown?.Flush();
            foreach (UsageContent counted in update.Contents.OfType<UsageContent>()) usage.Add(counted.Details);
        }

        shown?.WriteLine();
        return answer.ToString();
    }

    /// <summary>The adapters of a conversation, each read once.</summary>
    private sealed class ChatAdapters(IChatClient client, ModelReference named) : IDisposable
    {
        private readonly Dictionary<string, LoraAdapter> read = new(StringComparer.Ordinal);

        /// <summary>Answers with another adapter from now on.</summary>
        public void Choose(string path, ChatOptions options)
        {
            if (client.GetService<LocalModel>() is not { } model) throw new InputException(new Problem("", null, ChatModels.AdapterRefusal(named) ?? $"'{named}' takes no adapter."));
            if (path.Length == 0) throw new InputException(new Problem("", null, "'/adapter' needs a path, or none for the model alone."));
            LoraAdapter? chosen = null;
            if (path != "none" && !read.TryGetValue(Path.GetFullPath(path), out chosen)) read[Path.GetFullPath(path)] = chosen = model.OpenAdapter(path);
            options.AdditionalProperties = new AdditionalPropertiesDictionary { [LocalChatClient.AdapterProperty] = chosen };
        }

        public void Dispose()
        {
            foreach (LoraAdapter adapter in read.Values) adapter.Dispose();
        }
    }
}
