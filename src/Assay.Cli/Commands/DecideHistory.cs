using System.Collections.Immutable;
using System.Globalization;
using Assay.Cli.Terminal;
using Assay.Deciding;
using Assay.Projects;
using Assay.Text;
using Assay.Workspaces;

namespace Assay.Cli.Commands;

/// <summary><c>assay decide --history</c>: the verdicts that a project was given.</summary>
internal static class DecideHistory
{
    public static int Write(CommandHost host, Project? project, bool json)
    {
        if (project is null) throw new InputException(new Problem("", null, "--history needs a project: verdicts are kept in one. Name its folder."));
        ImmutableArray<VerdictRecord> all = new VerdictHistory(Workspace.Open(project.Root)).All;
        if (json) host.WriteJson(all);
        else if (all.IsEmpty) host.Out.WriteLine("No verdict is kept yet. `assay compare` and `assay decide` keep one.");
        else Tables.Write(host.Out, ["verdict", "given", "by", "ship", ">sure"], all.Select(v => (string[])[v.Name, v.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), v.Measured ? "measurement" : "paper", v.Ship ?? v.Kind.Replace('_', ' '), string.Create(CultureInfo.InvariantCulture, $"{100 * v.Confidence:0}%")]));
        return 0;
    }
}
