using Assay.Evaluation.Questions.Drift;

namespace Assay.Tests.Evaluation.Questions.Drift;

/// <summary>Traffic against a question set.</summary>
public sealed class QuestionDriftTests
{
    private static readonly string[] s_things = ["crane", "lift", "digger", "roller", "mixer", "trailer", "ladder", "pump", "saw", "drill", "winch", "hoist"];
    private static readonly string[] s_set = [.. s_things.SelectMany(t => new[] { $"What is the weekly rental price of a {t}?", $"How do I book a {t} for rental?" })];

    [Fact]
    public void Traffic_like_the_set_is_near()
    {
        DriftReport report = QuestionDrift.Of(s_set, [.. s_set.Select((s, i) => new TrafficQuestion($"t{i}", s.Replace("weekly", "monthly", StringComparison.Ordinal)))]);
        Assert.True(report.IsEnough);
        Assert.Equal((24, 24, 0, 0.0), (report.Asked, report.Distinct, report.Far, report.FarShare!.Value));
        Assert.Empty(report.Proposed);
        Assert.Equal(24, report.Topics.Sum(t => t.Asked));
        Assert.Equal(24, report.Topics.Sum(t => t.Evaluated));
    }

    [Fact]
    public void A_planted_topic_is_found_named_and_proposed()
    {
        List<TrafficQuestion> traffic = [.. s_set.Select((s, i) => new TrafficQuestion($"t{i}", s))];
        traffic.AddRange(s_things.Select((t, i) => new TrafficQuestion($"n{i}", $"Does the insurance cover theft of my {t} overnight?")));
        traffic.Add(new TrafficQuestion("again", "Does the insurance cover theft of my crane overnight?"));
        DriftReport report = QuestionDrift.Of(s_set, traffic, options: new DriftOptions { MostProposed = 5 });
        Assert.Equal((37, 36, 13), (report.Asked, report.Distinct, report.Far));
        Assert.Equal(13 / 37.0, report.FarShare!.Value, 12);
        Assert.Equal(0.2021, report.FarInterval!.Value.Low, 4);
        Assert.Equal(0.4967, report.FarInterval.Value.High, 4);
        DriftTopic topic = report.Topics[0];
        Assert.Contains(topic.Name.Split(", "), w => w is "insurance" or "theft" or "overnight" or "cover");
        Assert.True(topic.TrafficShare > topic.SetShare && topic.Difference!.Value.Low > 0, topic.ToString());
        Assert.Equal(5, report.Proposed.Length);
        Assert.All(report.Proposed, id => Assert.StartsWith("n", id, StringComparison.Ordinal));

        // The same again for the same seed.
        Assert.Equal(report.Topics.ToArray(), QuestionDrift.Of(s_set, traffic, options: new DriftOptions { MostProposed = 5 }).Topics.ToArray());
    }

    [Fact]
    public void What_is_near_by_meaning_is_near()
    {
        List<TrafficQuestion> traffic = [.. s_things.SelectMany(t => new[] { new TrafficQuestion(t, $"Tariff for seven days with one {t}s machine"), new TrafficQuestion(t + 2, $"Cover against burglary, {t}") })];
        DriftReport words = QuestionDrift.Of(s_set, traffic), meaning = QuestionDrift.Of(s_set, traffic, (a, b) => a.StartsWith("Tariff", StringComparison.Ordinal) && b.StartsWith("What", StringComparison.Ordinal));
        Assert.True(meaning.Far <= 12 && meaning.Far < words.Far + 1);
        Assert.DoesNotContain(meaning.Proposed, p => traffic.Single(t => t.Id == p).Text.StartsWith("Tariff", StringComparison.Ordinal));
    }

    [Fact]
    public void Too_little_traffic_says_so_and_an_empty_set_has_all_far()
    {
        DriftReport few = QuestionDrift.Of(s_set, [.. Enumerable.Range(0, 300).Select(i => new TrafficQuestion($"t{i}", "Is it open?"))]);
        Assert.Equal((false, 300, 1, null), (few.IsEnough, few.Asked, few.Distinct, few.FarShare));
        DriftReport bare = QuestionDrift.Of([], [.. s_set.Select((s, i) => new TrafficQuestion($"t{i}", s))]);
        Assert.Equal(1.0, bare.FarShare);
        Assert.All(bare.Topics, t => Assert.Null(t.Difference));
        Assert.True(QuestionDrift.Of(["???"], [.. Enumerable.Range(0, 30).Select(i => new TrafficQuestion($"t{i}", new string('?', i + 1)))]).IsEnough is false);
    }
}
