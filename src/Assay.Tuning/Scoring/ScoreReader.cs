using Assay.Models.Decoders;
using Assay.Numerics.Parallel;

namespace Assay.Tuning.Scoring;

/// <summary>Is shown what models expect behind a token.</summary>
/// <param name="text">Number of the text.</param>
/// <param name="position">The token that they have read last.</param>
/// <param name="scores">The first model's scores of the next token.</param>
/// <param name="others">The second model's; empty when there is one model.</param>
internal delegate void NextTokenVisitor(int text, int position, ReadOnlySpan<float> scores, ReadOnlySpan<float> others);

/// <summary>Takes texts through one model, or two side by side, and shows what each expects behind every token.</summary>
/// <remarks>Several texts go through together, and a long one in parts, so that the scores in memory stay few. For one caller at a time; results do not depend on the number of threads.</remarks>
internal sealed class ScoreReader
{
    // Scores in memory at once: 16 MB of each model. Rows that go through together: what gives the matrices work.
    private const int MostScores = 1 << 22, MostRows = 1024;

    private readonly Reading[] readings;
    private readonly int vocabulary, room;

    /// <summary>A reader.</summary>
    /// <param name="models">One, or two with vocabularies of one size.</param>
    /// <param name="team">Who works on it.</param>
    public ScoreReader(IReadOnlyList<RunningModel> models, WorkerTeam team)
    {
        vocabulary = models[0].Vocabulary;
        if (models.Any(m => m.Vocabulary != vocabulary)) throw new ArgumentException($"Models of {string.Join(" and ", models.Select(m => m.Vocabulary))} tokens cannot be read side by side.", nameof(models));
        room = Math.Clamp(MostScores / vocabulary, 1, MostRows);
        readings = [.. models.Select(m => new Reading(m, team, room * vocabulary))];
    }

    /// <summary>Reads texts.</summary>
    /// <param name="texts">The tokens of each.</param>
    /// <param name="from">The first position of each that is shown.</param>
    /// <param name="visit">Is shown what is expected behind each position from there on but the last, text by text in order.</param>
    /// <param name="cancellationToken">Ends it between two passes.</param>
    public void Read(IReadOnlyList<ReadOnlyMemory<int>> texts, Func<int, int> from, NextTokenVisitor visit, CancellationToken cancellationToken)
    {
        var shown = new List<(int Text, int First, int Count)>();
        int used = 0, rows = 0, shared = Shared(texts, from);
        foreach (Reading reading in readings) reading.Read(shared == 0 ? default : texts[0][..shared]);
        for (int text = 0; text < texts.Count; text++)
        {
            foreach (Reading reading in readings) reading.Begin();
            int end = texts[text].Length - 1, first = Math.Max(0, from(text));
            for (int at = shared; at < end;)
            {
                int scored = Math.Max(at, Math.Min(first, end)), stop = Math.Min(end, scored + room - used);
                foreach (Reading reading in readings) reading.Add(texts[text][at..stop], stop - scored);
                shown.Add((text, scored, stop - scored));
                (used, rows, at) = (used + stop - scored, rows + stop - at, stop);
                if (used < room && rows < MostRows) continue;
                Show(shown, visit, cancellationToken);
                (used, rows) = (0, 0);
            }
        }

        Show(shown, visit, cancellationToken);
    }

    // Tokens that all texts begin with and that nobody wants to see: they are read once.
    private static int Shared(IReadOnlyList<ReadOnlyMemory<int>> texts, Func<int, int> from)
    {
        if (texts.Count < 2) return 0;
        int shared = int.MaxValue;
        for (int i = 0; i < texts.Count; i++) shared = Math.Min(shared, Math.Min(Math.Min(from(i), texts[i].Length - 1), texts[0].Span.CommonPrefixLength(texts[i].Span)));
        return Math.Max(0, shared);
    }

    private void Show(List<(int Text, int First, int Count)> shown, NextTokenVisitor visit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (shown.Count == 0) return;
        int count = shown.Sum(s => s.Count), row = 0;
        foreach (Reading reading in readings) reading.Forward(count * vocabulary);
        foreach ((int text, int first, int positions) in shown)
        {
            for (int i = 0; i < positions; i++, row++)
                visit(text, first + i, readings[0].Row(row), readings.Length > 1 ? readings[1].Row(row) : []);
        }

        shown.Clear();
    }

    // One model's side.
    private sealed class Reading(RunningModel model, WorkerTeam team, int capacity)
    {
        private readonly DecoderPass pass = new(model.Model.Decoder, team);
        private readonly float[] scores = new float[capacity];
        private readonly List<SequencePart> parts = [];
        private KeyValueCache? beginning, cache;

        public void Read(ReadOnlyMemory<int> shared)
        {
            beginning = shared.IsEmpty ? null : model.Model.Decoder.NewCache(model.Adapter);
            if (beginning is not null) pass.Forward([new SequencePart(beginning, shared, 0)], []);
        }

        public void Begin() => cache = beginning?.Copy(beginning.Length) ?? model.Model.Decoder.NewCache(model.Adapter);

        public void Add(ReadOnlyMemory<int> tokens, int scored) => parts.Add(new SequencePart(cache!, tokens, scored));

        public void Forward(int length)
        {
            pass.Forward(parts.ToArray(), scores.AsSpan(0, length));
            parts.Clear();
        }

        public ReadOnlySpan<float> Row(int row) => scores.AsSpan(row * model.Vocabulary, model.Vocabulary);
    }
}
