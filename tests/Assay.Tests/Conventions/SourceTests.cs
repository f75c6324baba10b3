using System.Text.RegularExpressions;
using Assay.Text;

namespace Assay.Tests.Conventions;

/// <summary>The few rules worth enforcing that the compiler does not know.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 500;

    [Fact]
    public void Files_stay_short_enough_to_read()
    {
        string[] tooLong = [.. Repository.Sources().Where(f => File.ReadLines(f).Count() > LongestFile)];
        Assert.True(tooLong.Length == 0, $"Split by topic (at most {LongestFile} lines): {string.Join(", ", tooLong)}");
    }

    [Fact]
    public void Documentation_tags_say_something()
    {
        string[] empty = [.. Repository.Sources().Where(f => EmptyTag().IsMatch(File.ReadAllText(f)))];
        Assert.True(empty.Length == 0, $"Empty documentation tags: {string.Join(", ", empty)}");
    }

    [Fact]
    public void Folders_are_named_after_subdomains()
    {
        string[] vague = ["Helpers", "Utils", "Utilities", "Common", "Managers", "Interfaces", "Shared", "Misc"];
        IEnumerable<string> folders = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"), "*", SearchOption.AllDirectories).Select(d => Path.GetFileName(d)!);
        Assert.Empty(folders.Intersect(vague));
    }

    [Fact]
    public void Exceptions_for_users_share_one_base()
    {
        Type[] strangers = [.. Assemblies().SelectMany(a => a.GetTypes()).Where(t => t.IsSubclassOf(typeof(Exception)) && t != typeof(AssayException) && !t.IsSubclassOf(typeof(AssayException)))];
        Assert.Empty(strangers);
    }

    [Fact]
    public void Sql_is_never_put_together_from_values()
    {
        string[] suspects = [.. Repository.Sources().Where(f => InterpolatedValueInSql().IsMatch(File.ReadAllText(f)))];
        Assert.True(suspects.Length == 0, $"A value seems to be interpolated into SQL: {string.Join(", ", suspects)}");
    }

    private static IEnumerable<System.Reflection.Assembly> Assemblies() =>
        new[] { "Assay.Numerics", "Assay.Text", "Assay.Models", "Assay.Tuning", "Assay.Retrieval", "Assay.Evaluation", "Assay.Decisions", "Assay", "Assay.Cli" }.Select(System.Reflection.Assembly.Load);

    [GeneratedRegex(@"<(param|typeparam|returns|summary|remarks|value|exception)([^>/]*)>\s*</\1>")]
    private static partial Regex EmptyTag();

    [GeneratedRegex("""(WHERE|VALUES|SET)[^";]*'\{""")]
    private static partial Regex InterpolatedValueInSql();
}
