using System.Globalization;
using System.IO.Compression;

namespace Assay.Benchmarks.Collections;

/// <summary>SciFact (Wadden et al. 2020): claims and the abstracts that speak to them.</summary>
internal static class SciFact
{
    private static readonly string[] ClaimFiles = ["claims_train.csv", "claims_validation.csv"];
    private static readonly string[] Splits = ["test", "train"];

    /// <summary>Converts the archive of CSV files and BEIR's judgements.</summary>
    public static string Convert(string source, string target)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(source, "scifact.zip"));
        BeirWriter.Entry[] corpus = [.. Rows(archive, "corpus_train.csv").Select(r => new BeirWriter.Entry(r["doc_id"], r["title"], string.Join(' ', PythonStrings.Read(r["abstract"]))))];
        BeirWriter.Query[] queries =
        [
            .. ClaimFiles.SelectMany(f => Rows(archive, f))
                .DistinctBy(r => r["id"]).Select(r => new BeirWriter.Query(r["id"], r["claim"])),
        ];
        BeirWriter.Write(target, corpus, queries);
        int[] judged = [.. Splits.Select(s => Split(source, target, s))];
        return string.Create(CultureInfo.InvariantCulture, $"{corpus.Length} documents, {judged[0]} test queries, {judged[1]} train queries");
    }

    private static int Split(string source, string target, string split)
    {
        BeirWriter.Row[] rows =
        [
            .. File.ReadLines(Path.Combine(source, "qrels", split + ".tsv")).Skip(1).Select(l => l.Split('\t'))
                .Where(f => f.Length == 3).Select(f => new BeirWriter.Row(f[0], f[1], int.Parse(f[2], CultureInfo.InvariantCulture))),
        ];
        BeirWriter.WriteQrels(target, split, rows);
        return rows.Select(r => r.Query).Distinct().Count();
    }

    private static IEnumerable<Dictionary<string, string>> Rows(ZipArchive archive, string name)
    {
        ZipArchiveEntry entry = archive.Entries.First(e => e.Name == name);
        using var reader = new StreamReader(entry.Open());
        foreach (Dictionary<string, string> row in Csv.Read(reader)) yield return row;
    }
}
