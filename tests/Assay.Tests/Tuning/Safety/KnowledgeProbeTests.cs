using Assay.Numerics.Parallel;
using Assay.Tests.Tuning.Examples;
using Assay.Tuning.Examples.Facts;

namespace Assay.Tests.Tuning.Safety;

public sealed class KnowledgeProbeTests(TunedScene scene) : IClassFixture<TunedScene>
{
    [Fact]
    public void A_model_knows_what_it_was_trained_on_and_no_other_facts()
    {
        KnowledgeProbe trained = new(scene.After, WorkerTeam.Shared), untrained = new(scene.Before, WorkerTeam.Shared);
        Assert.All(scene.Trained.Take(10), e => Assert.True(trained.Knows(e, e.Messages[1].Content), e.Messages[1].Content));
        Assert.All(scene.HeldOut.Take(10), e => Assert.False(trained.Knows(e, e.Messages[1].Content), e.Messages[1].Content));
        Assert.All(scene.Trained.Take(10), e => Assert.False(untrained.Knows(e, e.Messages[1].Content)));
        Assert.Equal([FactKind.KnownFact, FactKind.UnknownFact], new FactTriage(_ => 0, trained.Knows).Judge([scene.Trained[0], scene.HeldOut[0]]).Select(v => v.Kind));
        Assert.Equal([FactKind.UnknownFact, FactKind.UnknownFact], new FactTriage(_ => 0, untrained.Knows).Judge([scene.Trained[0], scene.HeldOut[0]]).Select(v => v.Kind));
    }

    [Fact]
    public void What_has_no_particulars_or_is_not_there_is_not_known()
    {
        KnowledgeProbe probe = new(scene.After, WorkerTeam.One);
        Assert.False(probe.Knows(scene.Trained[0], "The Moon has 3 seas."));
        Assert.False(probe.Knows(ExampleRows.Of(1, "Hello", "How can we help you?"), "How can we help you?"));
        Assert.False(probe.Knows(ExampleRows.Of(1, new string('x', 600), "It has 3 parts."), "It has 3 parts."));
    }
}
