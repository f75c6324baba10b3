using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Evaluation.Contracts;
using Assay.Models.Constrained;
using Assay.Text;

namespace Assay.Tests.Models.Constrained;

/// <summary>Whatever the schema, the vocabulary, the limit and the model: what is generated is valid, by a validator that shares no code with the generator.</summary>
public sealed class RandomSchemaTests
{
    [Theory]
    [InlineData(1, 150)]
    [InlineData(2, 150)]
    public void Generated_documents_are_valid(int seed, int schemas) => Run((ulong)seed, schemas);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(100, 5000)]
    [InlineData(200, 5000)]
    public void Generated_documents_are_valid_many(int seed, int schemas) => Run((ulong)seed, schemas);

    private static void Run(ulong seed, int count)
    {
        using TemporaryFolder folder = new();
        TokenTable[] tables = [Vocabularies.Bytes(), Vocabularies.Json(), Vocabularies.Merged(seed, 1500)];
        RandomSchemas schemas = new(seed);
        Dice dice = new(seed + 77);
        HostileModel[] models = [.. tables.Select(t => new HostileModel(seed + 5, t))];
        int documents = 0, impossible = 0, refused = 0;
        for (int i = 0; i < count; i++)
        {
            JsonObject schema = schemas.Next();
            Contract contract = Validator(folder, schema, i);
            Constraint constraint;
            try
            {
                constraint = Constraint.FromJsonSchema(schema.ToJsonString(), dice.Chance(50) ? JsonLayout.Spaced : JsonLayout.Compact);
            }
            catch (InputException e) when (e.Message.StartsWith("No text satisfies", StringComparison.Ordinal))
            {
                impossible++;
                continue;
            }

            int which = dice.Below(tables.Length);
            CompiledConstraint compiled = new(constraint, tables[which]);
            int shortest = compiled.ShortestTokens;
            int[] limits = [shortest, shortest + dice.Below(12), shortest + dice.Below(200)];
            foreach (int limit in limits)
            {
                Check(compiled, limit, models[which], contract, schema);
                documents++;
            }

            try
            {
                ConstraintState tight = compiled.Begin(Math.Max(0, shortest - 1));
                if (shortest > 0) Check(compiled, shortest - 1, models[which], contract, schema);
                Assert.True(tight.TokensToComplete <= Math.Max(0, shortest - 1));
            }
            catch (InputException e)
            {
                Assert.Contains((shortest - 1).ToString(CultureInfo.InvariantCulture), e.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.True(documents > 2.5 * count, $"Only {documents} documents of {count} schemas; {impossible} cannot be satisfied.");
        Assert.True(refused > count / 2);
    }

    private static void Check(CompiledConstraint compiled, int limit, HostileModel model, Contract contract, JsonObject schema)
    {
        (byte[] bytes, int tokens) = Generation.Run(compiled.Begin(limit), compiled.Tokens, model);
        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        Assert.True(tokens <= limit, $"{tokens} tokens with a limit of {limit}: {text}");
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
        }
        catch (JsonException e)
        {
            Assert.Fail($"{e.Message}\n{schema}\n{text}");
        }

        ContractResult result = contract.Check(text);
        Assert.True(result.Holds, $"{string.Join('\n', result.Violations)}\n{schema.ToJsonString()}\n{text}");
    }

    private static Contract Validator(TemporaryFolder folder, JsonObject schema, int number)
    {
        string file = folder.Write($"schema{number}.json", schema.ToJsonString());
        return Contract.Load(new ContractOptions { SchemaFile = file });
    }
}
