using System.Collections.Immutable;
using System.Globalization;
using Assay.Models.Local;
using Assay.Models.Sampling;
using Assay.Numerics.Parallel;
using Assay.Tuning.FromScratch;
using Assay.Tuning.Scoring;
using Assay.Tuning.Tokens;

namespace Assay.Tests.Tuning.FromScratch;

/// <summary>Heads that copy: random tokens said twice are known the second time before anything was learned.</summary>
public sealed class CopyHeadsTests
{
    private const int Length = 60;
    private static readonly ScratchShape Shape = new() { Vocabulary = 500, Width = 256, Layers = 3, Heads = 4, FeedForward = 128, Positions = 256, RotaryBase = 500_000 };

    [Fact]
    public void What_was_said_is_said_again()
    {
        Assert.InRange(Right(Shape), 0, 0.05);
        Assert.InRange(Right(Shape with { CopyHeads = true }), 0.4, 1);
    }

    [Theory]
    [InlineData(1, 4, 500_000, "two layers")]
    [InlineData(3, 1, 500_000, "two layers")]
    [InlineData(3, 8, 1, "greater base")]
    public void Shapes_that_cannot_copy_are_refused(int layers, int heads, double rotaryBase, string said)
    {
        using var folder = new TemporaryFolder();
        ScratchShape shape = Shape with { Layers = layers, Heads = heads, RotaryBase = rotaryBase, CopyHeads = true };
        Assert.Contains(said, Assert.Throws<ArgumentException>(() => ScratchModel.Write(folder.Path, Texts, shape, 1)).Message, StringComparison.Ordinal);
    }

    // Numbers in words give a vocabulary of some hundred tokens.
    private static IEnumerable<string> Texts => Enumerable.Range(0, 3000).Select(i => string.Create(CultureInfo.InvariantCulture, $"entry {i * 7919 % 10007} of part {(char)('a' + (i % 26))}{i % 13} is number {i}"));

    private static double Right(ScratchShape shape)
    {
        using var folder = new TemporaryFolder();
        ScratchModel.Write(folder.Path, Texts, shape, 1);
        using LocalModel model = LocalModel.Open(folder.Path);
        var random = new Xoshiro256(5);
        List<SupervisedText> texts = [];
        for (int i = 0; i < 8; i++)
        {
            int[] once = new int[Length];
            for (int k = 0; k < Length; k++) once[k] = (int)(random.NextUnit() * model.Config.VocabularySize);
            texts.Add(new SupervisedText(i + 1, [.. once, .. once], [.. Enumerable.Range(0, 2 * Length).Select(k => k > Length)]));
        }

        ImmutableArray<ScoredText> scored = new TextScorer(new RunningModel(model), WorkerTeam.Shared).Score(texts);
        return scored.SelectMany(s => s.Tokens).Average(t => t.IsBest ? 1.0 : 0);
    }
}
