using System.Collections.Immutable;
using Assay.Models.Configuration;
using Assay.Models.Training;
using Assay.Models.Weights;
using Assay.Tests.Models.Encoders;
using Assay.Tuning.Contrastive;

namespace Assay.Tests.Tuning.Contrastive;

/// <summary>Something small that a search can learn and that its words do not show: three letters ask for a passage with the three that stand thirteen places further, in any order, among two others.</summary>
internal static class SearchLesson
{
    private const string Letters = "abcdefghijklm";

    /// <summary>Examples; the same seed gives the same ones.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Chooses them.</param>
    /// <param name="negatives">Negatives of each, which share two of the three letters.</param>
    public static ImmutableArray<ContrastiveExample> Examples(int count, int seed, int negatives = 0)
    {
        var random = new Random(seed);
        string Passage(string letters)
        {
            char[] all = [.. letters.Select(c => (char)(c + 13)), Letters[random.Next(13)], Letters[random.Next(13)]];
            random.Shuffle(all);
            return string.Join(' ', all);
        }

        return [.. Enumerable.Range(1, count).Select(line =>
        {
            string letters = new(random.GetItems(Letters.ToCharArray(), 3));
            char Other() => Letters[(Letters.IndexOf(letters[2], StringComparison.Ordinal) + 1 + random.Next(12)) % 13];
            return new ContrastiveExample(line, string.Join(' ', letters.ToCharArray()), [Passage(letters)], [.. Enumerable.Range(0, negatives).Select(_ => Passage($"{letters[..2]}{Other()}"))]);
        })];
    }

    /// <summary>A folder of an embedder with small random weights and vectors of length 1.</summary>
    public static string Embedder(string folder)
    {
        LocalEncoders.Embedder(folder);
        return Randomize(folder, prefix: "bert.");
    }

    /// <summary>A folder of a static table with random rows.</summary>
    public static string Static(string folder)
    {
        LocalEncoders.Static(folder);
        var random = new Random(1);
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), [TensorDraft.Of("embedding.weight", [60, 16], Enumerable.Range(0, 960).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray())]);
        return folder;
    }

    /// <summary>A folder of an encoder with small random weights.</summary>
    public static string Encoder(string folder)
    {
        EncoderFixture.Copy("bert", folder);
        return Randomize(folder, prefix: "");
    }

    private static string Randomize(string folder, string prefix)
    {
        TrainableEncoder random = TrainableEncoder.Random(EncoderConfigReader.Read(Path.Combine(folder, "config.json")), seed: 1);
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), random.Parameters.Select(p => TensorDraft.Of(prefix + p.Name, [.. p.Shape.Select(s => (long)s)], p.Values)));
        return folder;
    }
}
