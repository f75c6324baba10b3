using System.CommandLine;
using Assay.Cli.Commands;
using Assay.Cli.Terminal;
using Assay.Models.Weights;
using Assay.Text;
using Assay.Text.Templates;

namespace Assay.Cli;

/// <summary>The <c>assay</c> command: its verbs and what its exit codes mean.</summary>
public static class AssayCommand
{
    private const int Done = 0;
    private const int BadInput = 2;
    private const int DeviceFailed = 3;
    private const int Interrupted = 130;

    /// <summary>Runs one command line with the process's own console and clock.</summary>
    /// <param name="args">What the user typed after <c>assay</c>.</param>
    /// <returns>0 done, 1 a gate failed, 2 bad input or usage, 3 a provider, server or device failed, 130 interrupted with state kept.</returns>
    public static Task<int> InvokeAsync(string[] args) =>
        InvokeAsync(args, new CommandHost(Console.Out, Console.Error, TimeProvider.System, Environment.GetEnvironmentVariable, isTerminal: !Console.IsErrorRedirected) { In = Console.In });

    /// <summary>Runs one command line.</summary>
    /// <param name="args">What the user typed after <c>assay</c>.</param>
    /// <param name="host">Output, clock and environment.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> InvokeAsync(string[] args, CommandHost host)
    {
        RootCommand root = Create(host);
        ParseResult parsed = root.Parse(args);
        string[] mistakes = [.. parsed.Errors.Select(e => e.Message).Concat(UnknownOptions.In(parsed)).Distinct()];
        if (mistakes.Length > 0)
        {
            foreach (string message in mistakes) host.Error.WriteLine(message);
            host.Error.WriteLine($"See '{Path(parsed.CommandResult.Command)} --help'.");
            return BadInput;
        }

        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            Output = host.Out,
            Error = host.Error,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        };
        try
        {
            TextCheck.AssertNormalizes();
            int code = await parsed.InvokeAsync(configuration).ConfigureAwait(false);
            if (code == Interrupted) host.Error.WriteLine("Interrupted, in the middle of what could not be stopped earlier. Run the same command again.");
            return code;
        }
        catch (OperationCanceledException)
        {
            host.Error.WriteLine("Interrupted. What was finished is kept: run the same command again to go on.");
            return Interrupted;
        }
        catch (AssayException e) when (e is InputException or ModelFormatException or TemplateException)
        {
            host.Error.WriteLine(e.Message);
            return BadInput;
        }
        catch (AssayException e)
        {
            host.Error.WriteLine(e.Message);
            return DeviceFailed;
        }
#pragma warning disable CA1031 // The last place that can tell the user anything; whatever comes here is our mistake and is said so.
        catch (Exception e) when (e is not (IOException or UnauthorizedAccessException))
        {
            host.Error.WriteLine($"Assay made a mistake; nothing that was finished is lost. Please report this with the command you typed:{Environment.NewLine}{e}");
            return DeviceFailed;
        }
#pragma warning restore CA1031
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            host.Error.WriteLine($"{e.Message} Check the path, the permissions and the free space on the disk, then run the command again.");
            return DeviceFailed;
        }
    }

    /// <summary>The verbs with their options.</summary>
    internal static RootCommand Create(CommandHost host)
    {
        var root = new RootCommand(
            """
            Assay measures, on your own documents, examples, questions and budget, whether to prompt, retrieve (RAG), fine-tune or both.

            Start with:
              assay init my-project             write a commented assay.yaml
              assay compare samples/support     measure all arms of the sample and write a report
            """) { HelpName = "assay" };
        root.Add(InitCommand.Create(host));
        root.Add(IngestCommand.Create(host));
        root.Add(SearchCommand.Create(host));
        root.Add(AskCommand.Create(host));
        root.Add(ChatCommand.Create(host));
        root.Add(FeedbackCommand.Create(host));
        root.Add(EvalCommand.Create(host));
        root.Add(ScoreCommand.Create(host));
        root.Add(TuneCommand.Create(host));
        root.Add(CompareCommand.Create(host));
        root.Add(CostCommand.Create(host));
        root.Add(DecideCommand.Create(host));
        root.Add(ModelsCommand.Create(host));
        root.Add(ForgetCommand.Create(host));
        root.Add(CleanCommand.Create(host));
        VerbHelp.Install(root);
        InterruptibleAction.Apply(root);
        root.SetAction(_ =>
        {
            root.Parse("--help").Invoke(new InvocationConfiguration { Output = host.Out });
            return Done;
        });
        return root;
    }

    private static string Path(Command command) =>
        command is RootCommand ? "assay" : string.Join(' ', Ancestors(command).Reverse().Prepend("assay"));

    private static IEnumerable<string> Ancestors(Command command)
    {
        for (Symbol? symbol = command; symbol is Command and not RootCommand; symbol = symbol.Parents.FirstOrDefault()) yield return symbol.Name;
    }
}
