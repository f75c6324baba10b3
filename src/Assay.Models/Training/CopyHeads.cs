using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Models.Sampling;
using Assay.Numerics.Layers.Rotary;

namespace Assay.Models.Training;

/// <summary>
/// Heads that go on as the text went on before ("induction heads": Elhage and others 2021, Olsson and others 2022), planted in a decoder of random weights. Training finds such heads by itself after
/// some billion tokens; a small model that must read has no such time. Half the heads of the first layer look at the token before and write it beside the token itself; half the heads of the second
/// look for the token that came after this one's like, and propose it. All of it is only where training begins: nothing keeps it from being unlearned.
/// </summary>
public static class CopyHeads
{
    // Measured on random tokens said twice (256 wide, 4 heads, base 500,000): 59% of the tokens are right before any training.
    private const double Constant = 4, Sharpness = 16, Match = 48, Proposal = 4;

    // Steps of AdamW are as long for a rare token as for a common one: in a table as small as usual they would soon drown what tells rare tokens apart.
    private const double Deviation = 0.5;
    private const float Gain = 0.1f;

    // Pairs of a head that turn faster than the first tell neighbours apart; those slower than the second still agree over a whole text.
    private const double Fast = 0.04, Slow = 1.0 / 400;

    /// <summary>Plants the heads.</summary>
    /// <param name="decoder">A decoder all of whose weights are trained: two layers or more, as many heads of keys as of queries, two or more.</param>
    /// <param name="seed">Chooses directions.</param>
    /// <exception cref="ArgumentException">The decoder is of another shape.</exception>
    public static void Plant(TrainableDecoder decoder, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(decoder);
        DecoderConfig config = decoder.Config;
        if (config.Layers < 2 || config.Heads < 2 || config.KeyValueHeads != config.Heads || config.Heads * config.HeadDim != config.Width)
        {
            throw new ArgumentException("Heads that copy need two layers, two heads, and as many heads of keys as of queries.", nameof(decoder));
        }

        var random = new Xoshiro256(seed);
        float[][] own = Directions(config.Width, ref random), before = Directions(config.Width, ref random), proposed = Directions(config.Width, ref random);
        float[] Values(DecoderPart part, int layer) => decoder.Parameters.Single(p => p.Name == DecoderNames.HuggingFace.Weight(part, layer)).Values;
        float[] table = Values(DecoderPart.Embedding, 0);
        double size = Math.Sqrt(table.Sum(v => (double)v * v) / table.Length);
        for (int i = 0; i < table.Length; i++) table[i] *= (float)(Deviation / size);
        size = Deviation;
        Array.Fill(Values(DecoderPart.OutputNorm, 0), Gain);
        for (int token = 0; token < config.VocabularySize; token++) table[token * config.Width] = (float)(Constant * size);
        double[] turns = RotaryFrequencies.Plain(config.Rotary.Theta, config.HeadDim);
        for (int head = 0; head < config.Heads / 2; head++)
        {
            var first = new Head(config, head, part => Values(part, 0));
            first.LookBack(turns);
            first.Copy(own, before, size);
            var second = new Head(config, head, part => Values(part, 1));
            second.LookForLike(turns, own, before);
            second.Copy(proposed, proposed, Proposal * size);
        }
    }

    // Directions at right angles to each other and to the first value, which is the same for every token.
    private static float[][] Directions(int width, ref Xoshiro256 random)
    {
        var rows = new float[width - 1][];
        for (int i = 0; i < rows.Length; i++)
        {
            float[] row = rows[i] = new float[width];
            InitialWeights.Normal(row.AsSpan(1), 1, ref random);
            for (int k = 0; k < i; k++) Add(row, rows[k], -Dot(row, rows[k]));
            double length = Math.Sqrt(Dot(row, row));
            for (int j = 0; j < width; j++) row[j] = (float)(row[j] / length);
        }

        return rows;
    }

    private static double Dot(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += (double)a[i] * b[i];
        return sum;
    }

    private static void Add(float[] to, float[] row, double times)
    {
        for (int i = 0; i < to.Length; i++) to[i] += (float)(times * row[i]);
    }

    /// <summary>The rows (of queries, keys and values) and the columns (of the output) of a head.</summary>
    private readonly struct Head(DecoderConfig config, int head, Func<DecoderPart, float[]> weights)
    {
        private int From => head * config.HeadDim;

        private int Width => config.Width;

        /// <summary>Queries and keys of the constant alone, turned so that they agree best one position back.</summary>
        public void LookBack(double[] turns)
        {
            (float[] query, float[] key) = Cleared();
            double strength = Math.Sqrt(Sharpness * Math.Sqrt(config.HeadDim)) / Constant;
            for (int pair = 0; pair < turns.Length; pair++)
            {
                if (turns[pair] <= Fast) continue;
                query[(From + pair) * Width] = (float)strength;
                key[(From + pair) * Width] = (float)(strength * Math.Cos(turns[pair]));
                key[(From + turns.Length + pair) * Width] = (float)(strength * Math.Sin(turns[pair]));
            }
        }

        /// <summary>Queries of the token itself, keys of the token before, in the pairs that hardly turn.</summary>
        public void LookForLike(double[] turns, float[][] own, float[][] before)
        {
            (float[] query, float[] key) = Cleared();
            int[] rows = [.. Enumerable.Range(0, 2 * turns.Length).Where(r => turns[r % turns.Length] < Slow)];
            if (rows.Length == 0) throw new ArgumentException("Heads that copy need a greater base of the rotary positions.");
            int known = config.Heads / 2 * config.HeadDim;
            float strength = (float)Math.Sqrt(Match * Math.Sqrt(config.HeadDim) / rows.Length);
            for (int i = 0; i < rows.Length; i++)
            {
                int direction = ((head * rows.Length) + i) % known, row = (From + rows[i]) * Width;
                for (int j = 0; j < Width; j++) (query[row + j], key[row + j]) = (strength * own[direction][j], strength * before[direction][j]);
            }
        }

        /// <summary>Reads along some directions and writes what was read along others.</summary>
        public void Copy(float[][] read, float[][] write, double strength)
        {
            float[] value = weights(DecoderPart.Value), output = weights(DecoderPart.AttentionOutput);
            for (int i = 0; i < config.HeadDim; i++)
            {
                for (int j = 0; j < Width; j++)
                {
                    value[((From + i) * Width) + j] = read[From + i][j];
                    output[(j * Width) + From + i] = (float)(strength * write[From + i][j]);
                }
            }
        }

        private (float[] Query, float[] Key) Cleared()
        {
            (float[] query, float[] key) = (weights(DecoderPart.Query), weights(DecoderPart.Key));
            Array.Clear(query, From * Width, config.HeadDim * Width);
            Array.Clear(key, From * Width, config.HeadDim * Width);
            return (query, key);
        }
    }
}
