using System.Reflection;
using System.Xml.Linq;
using Assay.Tests.Conventions;

namespace Assay.Tests.Architecture;

/// <summary>Who may know whom. The table is the design; a new arrow is a decision and is made here.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Assay.Numerics"] = [],
        ["Assay.Text"] = [],
        ["Assay.Models"] = ["Assay.Numerics", "Assay.Text"],
        ["Assay.Tuning"] = ["Assay.Numerics", "Assay.Text", "Assay.Models", "Assay.Evaluation"],
        ["Assay.Retrieval"] = ["Assay.Numerics", "Assay.Text"],
        ["Assay.Evaluation"] = ["Assay.Text"],
        ["Assay.Decisions"] = ["Assay.Text", "Assay.Evaluation"],
        ["Assay"] = ["Assay.Numerics", "Assay.Text", "Assay.Models", "Assay.Tuning", "Assay.Retrieval", "Assay.Evaluation", "Assay.Decisions"],
        ["Assay.Cli"] = ["Assay.Numerics", "Assay.Text", "Assay.Models", "Assay.Tuning", "Assay.Retrieval", "Assay.Evaluation", "Assay.Decisions", "Assay"],
    };

    [Fact]
    public void Projects_reference_only_what_the_design_allows()
    {
        string[] projects = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);
        Assert.Equal(Allowed.Keys.Order(), projects.Select(Path.GetFileNameWithoutExtension).Order()!);
        foreach (string project in projects)
        {
            IEnumerable<string?> references = XDocument.Load(project).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
            Assert.All(references, r => Assert.Contains(r, Allowed[Path.GetFileNameWithoutExtension(project)]));
        }
    }

    [Fact]
    public void Retrieval_and_evaluation_do_not_know_each_other()
    {
        Assert.DoesNotContain("Assay.Evaluation", References("Assay.Retrieval"));
        Assert.DoesNotContain("Assay.Retrieval", References("Assay.Evaluation"));
    }

    /// <summary>Retrieval reads what the retry layer of Models writes, without knowing it: by a name that both spell out.</summary>
    [Fact]
    public void The_time_of_an_attempt_has_one_name() =>
        Assert.Equal(Assay.Models.Providers.ResilientChatClient.ElapsedMsProperty, Assay.Retrieval.Search.Expansion.QueryExpander.ElapsedMsProperty);

    private static IEnumerable<string?> References(string assembly) => Assembly.Load(assembly).GetReferencedAssemblies().Select(a => a.Name);
}
