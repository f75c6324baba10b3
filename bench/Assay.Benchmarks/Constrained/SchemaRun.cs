using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Evaluation.Contracts;
using Assay.Models.Constrained;
using Assay.Tests.Models.Constrained;
using Assay.Text;

namespace Assay.Benchmarks.Constrained;

/// <summary>What came of random schemas.</summary>
internal sealed class SchemaCounts
{
    public int Schemas { get; set; }

    public int Impossible { get; set; }

    public int Written { get; set; }

    public int Valid { get; set; }

    public int OverLimit { get; set; }

    public int Refused { get; set; }

    public int RefusedExactly { get; set; }

    public int Shorter { get; set; }

    public double Seconds { get; set; }

    public List<string> Failures { get; } = [];
}

/// <summary>Random schemas under a hostile model.</summary>
internal sealed class SchemaRun
{
    private const int LargeEvery = 20;
    private readonly SchemaCounts counts = new();
    private readonly TokenTable[] tables;
    private readonly HostileModel[] models;
    private readonly Dice dice = new(2026);
    private readonly string file = Path.GetTempFileName();

    private SchemaRun(TokenTable large)
    {
        tables = [Vocabularies.Bytes(), Vocabularies.Json(), Vocabularies.Merged(1, 1500), large];
        models = [.. tables.Select((t, i) => new HostileModel((ulong)i, t))];
    }

    /// <summary>Runs a number of schemas.</summary>
    public static SchemaCounts Run(int schemas, TokenTable large)
    {
        SchemaRun run = new(large);
        RandomSchemas source = new(2026);
        long start = Stopwatch.GetTimestamp();
        try
        {
            for (int i = 0; i < schemas; i++)
            {
                run.One(source.Next(), i);
                if (i % 1000 == 999) Console.Error.WriteLine($"{i + 1} of {schemas} schemas");
            }
        }
        finally
        {
            File.Delete(run.file);
        }

        run.counts.Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return run.counts;
    }

    private void One(JsonObject schema, int number)
    {
        counts.Schemas++;
        int which = number % LargeEvery == 0 ? 3 : dice.Below(3);
        CompiledConstraint compiled;
        try
        {
            compiled = new(Constraint.FromJsonSchema(schema.ToJsonString(), dice.Chance(50) ? JsonLayout.Spaced : JsonLayout.Compact), tables[which]);
        }
        catch (InputException e) when (e.Message.StartsWith("No text satisfies", StringComparison.Ordinal))
        {
            counts.Impossible++;
            return;
        }

        File.WriteAllText(file, schema.ToJsonString());
        Contract contract = Contract.Load(new ContractOptions { SchemaFile = file });
        int shortest = compiled.ShortestTokens;
        foreach (int limit in (int[])[shortest, shortest + dice.Below(12), shortest + dice.Below(200)]) Write(compiled, limit, which, contract, schema);
        try
        {
            compiled.Begin(shortest - 1);
            counts.Shorter++;
            Write(compiled, shortest - 1, which, contract, schema);
        }
        catch (InputException)
        {
            counts.Refused++;
            if (compiled.TryFindShortest(out _)) counts.RefusedExactly++;
        }
    }

    private void Write(CompiledConstraint compiled, int limit, int which, Contract contract, JsonObject schema)
    {
        (byte[] bytes, int tokens) = Generation.Run(compiled.Begin(limit), tables[which], models[which]);
        counts.Written++;
        if (tokens > limit) counts.OverLimit++;
        string text = Encoding.UTF8.GetString(bytes);
        if (IsJson(bytes) && contract.Check(text).Holds) counts.Valid++;
        else counts.Failures.Add($"{schema.ToJsonString()} gave {text}");
    }

    private static bool IsJson(byte[] bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
