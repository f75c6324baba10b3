namespace Assay.Tests;

/// <summary>A test over real data that is not in the repository: skipped unless ASSAY_DATA names folders (separated as in PATH). To be marked with Category=Data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DataFactAttribute : FactAttribute
{
    private const string Variable = "ASSAY_DATA";

    public DataFactAttribute()
    {
        if (Folders.Length == 0) Skip = $"Set {Variable} to a folder of documents.";
    }

    /// <summary>The folders named.</summary>
    public static string[] Folders => Environment.GetEnvironmentVariable(Variable)?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
}
