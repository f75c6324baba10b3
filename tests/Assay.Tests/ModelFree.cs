namespace Assay.Tests;

/// <summary>Projects of tests that name no model: what is tested there must not depend on how good the bundled ones are, nor wait for them.</summary>
internal static class ModelFree
{
    private static readonly (string Key, string Value)[] Models = [("model", "extractive"), ("embedder", "none"), ("reranker", "none")];

    /// <summary>A project file that names the built-in reader and a search by words, where it says nothing itself. The lines come last, so that those of the others keep their numbers.</summary>
    public static string Settings(string yaml) =>
        yaml.TrimEnd('\n') + "\n" + string.Concat(Models.Where(m => !yaml.Split('\n').Any(l => l.StartsWith(m.Key + ":", StringComparison.Ordinal))).Select(m => $"{m.Key}: {m.Value}\n"));
}
