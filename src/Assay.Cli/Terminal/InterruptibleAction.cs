using System.CommandLine;
using System.CommandLine.Invocation;

namespace Assay.Cli.Terminal;

/// <summary>Runs a verb away from the thread that waits for Ctrl-C, so that a part of it that looks at no cancellation, such as loading a large model, ends with the process.</summary>
/// <param name="inner">What the verb does.</param>
internal sealed class InterruptibleAction(AsynchronousCommandLineAction inner) : AsynchronousCommandLineAction
{
    /// <summary>Makes all verbs below a command interruptible.</summary>
    /// <param name="command">The command; itself included.</param>
    public static void Apply(Command command)
    {
        if (command.Action is AsynchronousCommandLineAction action) command.Action = new InterruptibleAction(action);
        foreach (Command below in command.Subcommands) Apply(below);
    }

    /// <inheritdoc/>
    public override async Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default)
    {
        // What follows until the verb's first wait would otherwise be done before anybody can wait for a signal.
        await Task.Yield();
        return await inner.InvokeAsync(parseResult, cancellationToken).ConfigureAwait(false);
    }
}
