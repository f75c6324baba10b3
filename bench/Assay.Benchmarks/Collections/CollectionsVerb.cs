using System.Globalization;
using Assay.Initializing;

namespace Assay.Benchmarks.Collections;

/// <summary>Converts the public data sets, as their sources ship them, into folders that <c>assay eval retrieval</c> takes.</summary>
internal static class CollectionsVerb
{
    private static readonly string[] Languages = ["en", "de", "es", "zh"];

    /// <summary>Runs the verb: <c>collections SHARED OUT</c>.</summary>
    public static void Run(string[] args)
    {
        Verbs.Require(args, 2, "collections SHARED OUT");
        (string shared, string target) = (args[0], args[1]);
        Directory.CreateDirectory(target);
        Say("scifact", SciFact.Convert(Path.Combine(shared, "scifact"), Path.Combine(target, "scifact")));
        Say("cranfield", Cranfield.Convert(Path.Combine(shared, "cranfield"), Path.Combine(target, "cranfield")));
        Say("npl-vaswani", CopyNpl(Path.Combine(shared, "npl-vaswani"), Path.Combine(target, "npl-vaswani")));
        Say("hotpotqa-500", HotpotQa.Convert(Path.Combine(shared, "hotpotqa-500"), Path.Combine(target, "hotpotqa-500")));
        foreach (string language in Languages)
        {
            Say($"xquad-{language}", XQuad.Convert(Path.Combine(shared, "xquad", $"xquad.{language}.json"), Path.Combine(target, $"xquad-{language}")));
        }

        Say("business-central-help", Faq(Path.Combine(shared, "business-central-help"), Path.Combine(target, "business-central-help")));
    }

    private static string CopyNpl(string source, string target)
    {
        string[] files = ["corpus/doc-text.trec", "query-text.trec", "qrels"];
        foreach (string file in files)
        {
            string copy = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllBytes(copy, File.ReadAllBytes(Path.Combine(source, file)));
        }

        int documents = File.ReadLines(Path.Combine(target, files[0])).Count(l => l.StartsWith("<DOCNO>", StringComparison.Ordinal));
        int topics = File.ReadLines(Path.Combine(target, files[1])).Count(l => l.StartsWith("<num>", StringComparison.Ordinal));
        int relevant = File.ReadLines(Path.Combine(target, files[2])).Count(l => l.Length > 0);
        return string.Create(CultureInfo.InvariantCulture, $"{documents} documents, {topics} queries, {relevant} relevant");
    }

    private static string Faq(string source, string target)
    {
        if (Directory.Exists(target)) Directory.Delete(target, recursive: true);
        ImportResult made = FaqImport.Import(source, target, "business-central-help");
        return string.Create(CultureInfo.InvariantCulture, $"{made.Documents} pages, {made.Questions} questions with a linked page, {made.LeftOut} without");
    }

    private static void Say(string name, string counts) => Console.WriteLine($"{name}: {counts}");
}
