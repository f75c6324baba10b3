using Assay.Cli.Terminal;

namespace Assay.Cli.Commands;

/// <summary><c>assay tune hosted</c>: the project's examples, trained at a provider.</summary>
internal static class TuneHostedCommand
{
    public static Verb Create(CommandHost host)
    {
        var command = new Verb("hosted",
            """
            Tune a model at a provider, OpenAI or Together, on the project's examples: start a job, follow it, pause, resume and end it, list what was started.

            The examples are checked as 'assay tune' checks them, and the plan with tokens, epochs and cost is shown and confirmed before anything leaves this machine. A file is sent
            once and a job started once, whatever breaks in between. Keys come from the environment: OPENAI_API_KEY for OpenAI, ASSAY_API_KEY for Together and other servers.

            Examples:
              assay tune hosted start my-project --check
              assay tune hosted watch --project my-project
            """);
        command.Add(TuneHostedStartCommand.Create(host));
        command.Add(TuneHostedWatchCommand.Status(host));
        command.Add(TuneHostedWatchCommand.Watch(host));
        command.Add(TuneHostedActCommand.Cancel(host));
        command.Add(TuneHostedActCommand.Pause(host));
        command.Add(TuneHostedActCommand.Resume(host));
        command.Add(TuneHostedListCommand.Create(host));
        return command;
    }
}
