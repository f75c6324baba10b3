using System.Globalization;
using System.Text;
using Assay.Tests.Models.Constrained;

namespace Assay.Benchmarks.Metrics;

/// <summary>Random judgements and runs with everything that makes evaluators disagree: ties, grades below 0, topics on one side only, ids outside ASCII, nearly equal scores.</summary>
/// <param name="dice">Decides everything.</param>
internal sealed class RandomCollection(Dice dice)
{
    private static readonly string[] Alphabets = ["d{0}", "DOC-{0}", "документ{0}", "\U0001F600{0}", "\uFFEE{0}", "é{0}", "{0}", "d{0}.html#a"];

    /// <summary>Judgements in TREC's form.</summary>
    public string Qrels { get; private set; } = "";

    /// <summary>The run in TREC's form.</summary>
    public string Run { get; private set; } = "";

    /// <summary>Whether every topic that is judged was retrieved.</summary>
    public bool Complete { get; private set; }

    /// <summary>A number from 0 to less than the end.</summary>
    public int Pick(int end) => dice.Below(end);

    /// <summary>Makes the next collection.</summary>
    public void Next()
    {
        StringBuilder qrels = new(), run = new();
        int topics = 1 + Pick(6), pool = 1 + Pick(Pick(4) == 0 ? 300 : 30), highest = 1 + Pick(4);
        string ids = Alphabets[Pick(Alphabets.Length)];
        string topicName = Pick(4) == 0 ? "темa{0}" : "{0}";
        int judged = 0;
        Complete = true;
        for (int t = 0; t < topics; t++)
        {
            string topic = string.Format(CultureInfo.InvariantCulture, topicName, t * 7);
            bool inQrels = Pick(8) > 0 || (t == topics - 1 && judged == 0), inRun = Pick(8) > 0 || judged == 0;
            if (inQrels) judged++;
            if (inQrels && !inRun) Complete = false;
            if (inQrels) Judge(qrels, topic, ids, pool, highest);
            if (inRun) Retrieve(run, topic, ids, pool);
        }

        (Qrels, Run) = (qrels.ToString(), run.ToString());
    }

    // At least one grade of 0 or more: trec_eval reads memory that it never wrote where a topic has none.
    private void Judge(StringBuilder qrels, string topic, string ids, int pool, int highest)
    {
        int sparse = 1 + Pick(4), first = Pick(pool), mode = Pick(4);
        for (int d = 0; d < pool; d++)
        {
            if (d != first && Pick(sparse) > 0) continue;
            int grade = mode switch { 0 => Pick(2), 1 => 0, _ => Pick(highest + 1) };
            if (d != first && Pick(10) == 0) grade = -1 - Pick(2);
            qrels.Append(CultureInfo.InvariantCulture, $"{topic} 0 {string.Format(CultureInfo.InvariantCulture, ids, d)} {grade}\n");
        }
    }

    private void Retrieve(StringBuilder run, string topic, string ids, int pool)
    {
        int mode = Pick(5), sparse = 1 + Pick(3), last = Pick(pool);
        for (int d = 0; d < pool + 5; d++)
        {
            if (d != last && Pick(sparse) > 0) continue;
            double score = mode switch
            {
                0 => Pick(4),
                1 => 1 + (Pick(5) * 1e-9),
                2 => -Pick(1000) / 7.0,
                3 => Pick(100) * 1e-5,
                _ => Pick(1_000_000) / 1000.0,
            };
            run.Append(CultureInfo.InvariantCulture, $"{topic}\tQ0 {string.Format(CultureInfo.InvariantCulture, ids, d)} {d} {score:R} tag\n");
        }
    }
}
