using Assay.Cli.Terminal;
using Assay.Models.Providers;

namespace Assay.Cli.Commands;

/// <summary>How providers are reached from the command line: keys come from the environment, everything else is the default.</summary>
internal static class Providers
{
    public static ProviderOptions Options(CommandHost host) => new() { Environment = host.Variable };
}
