using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Assay.Cli.Terminal;

/// <summary>The usual help, followed by the details and examples of the verb.</summary>
/// <param name="usual">Writes usage and options.</param>
internal sealed class VerbHelp(SynchronousCommandLineAction usual) : SynchronousCommandLineAction
{
    /// <summary>Makes <c>--help</c> of every verb show its details.</summary>
    /// <param name="root">Holds the help option.</param>
    public static void Install(RootCommand root)
    {
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        option.Action = new VerbHelp((SynchronousCommandLineAction)option.Action!);
    }

    /// <inheritdoc/>
    public override bool Terminating => true;

    /// <summary>Who asks for help has not got the arguments right yet.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb { Details.Length: > 0 } verb) parseResult.InvocationConfiguration.Output.WriteLine(verb.Details + "\n");
        return code;
    }
}
