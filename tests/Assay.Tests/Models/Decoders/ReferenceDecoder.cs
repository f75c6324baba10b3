using System.Globalization;
using Assay.Models.Configuration;

namespace Assay.Tests.Models.Decoders;

/// <summary>A decoder as its papers say it, in double precision and plain loops, without caches, tiles or shared code.</summary>
internal static class ReferenceDecoder
{
    /// <summary>The scores after every token.</summary>
    public static double[][] Scores(TinyDecoder model, int[] tokens)
    {
        DecoderConfig c = model.Config;
        double[][] x = [.. tokens.Select(t => Row(model["model.embed_tokens.weight"], t, c.Width))];
        for (int layer = 0; layer < c.Layers; layer++)
        {
            string at = string.Create(CultureInfo.InvariantCulture, $"model.layers.{layer}.");
            double[][] h = [.. x.Select(r => Norm(r, model[at + "input_layernorm.weight"], c.NormEpsilon))];
            double[][] attended = Attention(model, at, h, c.Windows[layer]);
            for (int t = 0; t < x.Length; t++) x[t] = Sum(x[t], Linear(model, at + "self_attn.o_proj", attended[t], c.OutputBias));
            for (int t = 0; t < x.Length; t++)
            {
                double[] n = Norm(x[t], model[at + "post_attention_layernorm.weight"], c.NormEpsilon);
                double[] gate = Linear(model, at + "mlp.gate_proj", n, c.FeedForwardBias), up = Linear(model, at + "mlp.up_proj", n, c.FeedForwardBias);
                double[] inner = [.. gate.Zip(up, (g, u) => g / (1 + Math.Exp(-g)) * u)];
                x[t] = Sum(x[t], Linear(model, at + "mlp.down_proj", inner, c.FeedForwardBias));
            }
        }

        float[] output = model[c.TiedEmbeddings ? "model.embed_tokens.weight" : "lm_head.weight"];
        return [.. x.Select(r => Product(output, Norm(r, model["model.norm.weight"], c.NormEpsilon)))];
    }

    private static double[][] Attention(TinyDecoder model, string at, double[][] h, int window)
    {
        DecoderConfig c = model.Config;
        double[][] q = [.. h.Select((r, t) => Turned(model, at + "self_attn.q", r, t, c.Heads))], k = [.. h.Select((r, t) => Turned(model, at + "self_attn.k", r, t, c.KeyValueHeads))];
        double[][] v = [.. h.Select(r => Linear(model, at + "self_attn.v_proj", r, c.QueryKeyValueBias))];
        double[][] result = [.. h.Select(_ => new double[c.Heads * c.HeadDim])];
        for (int head = 0; head < c.Heads; head++)
        {
            int query = head * c.HeadDim, key = head / (c.Heads / c.KeyValueHeads) * c.HeadDim;
            for (int t = 0; t < h.Length; t++)
            {
                int first = window == 0 ? 0 : Math.Max(0, t - window + 1);
                double[] e = [.. Enumerable.Range(first, t - first + 1).Select(s => Math.Exp(Enumerable.Range(0, c.HeadDim).Sum(i => q[t][query + i] * k[s][key + i]) / Math.Sqrt(c.HeadDim)))];
                for (int i = 0; i < c.HeadDim; i++) result[t][query + i] = e.Select((w, s) => w * v[first + s][key + i]).Sum() / e.Sum();
            }
        }

        return result;
    }

    private static double[] Turned(TinyDecoder model, string name, double[] row, int position, int heads)
    {
        DecoderConfig c = model.Config;
        double[] all = Linear(model, name + "_proj", row, c.QueryKeyValueBias);
        int half = c.HeadDim / 2;
        for (int head = 0; head < heads; head++)
        {
            Span<double> values = all.AsSpan(head * c.HeadDim, c.HeadDim);
            if (c.QueryKeyNorm) Norm(values.ToArray(), model[name + "_norm.weight"], c.NormEpsilon).CopyTo(values);
            for (int i = 0; i < half; i++)
            {
                double angle = position * Frequency(c, i), a = values[i], b = values[i + half];
                values[i] = (a * Math.Cos(angle)) - (b * Math.Sin(angle));
                values[i + half] = (b * Math.Cos(angle)) + (a * Math.Sin(angle));
            }
        }

        return all;
    }

    private static double Frequency(DecoderConfig c, int pair)
    {
        double frequency = Math.Pow(c.Rotary.Theta, -2.0 * pair / c.HeadDim);
        if (c.Rotary.Scaling is RotaryScaling.Linear linear) return frequency / linear.Factor;
        if (c.Rotary.Scaling is not RotaryScaling.Llama3 llama) return frequency;
        double wave = 2 * Math.PI / frequency, low = llama.OriginalPositions / llama.LowFrequencyFactor, high = llama.OriginalPositions / llama.HighFrequencyFactor;
        if (wave > low) return frequency / llama.Factor;
        if (wave < high) return frequency;
        double smooth = ((llama.OriginalPositions / wave) - llama.LowFrequencyFactor) / (llama.HighFrequencyFactor - llama.LowFrequencyFactor);
        return ((1 - smooth) * frequency / llama.Factor) + (smooth * frequency);
    }

    private static double[] Linear(TinyDecoder model, string name, double[] x, bool bias)
    {
        double[] y = Product(model[name + ".weight"], x);
        return bias ? Sum(y, [.. model[name + ".bias"].Select(b => (double)b)]) : y;
    }

    private static double[] Product(float[] matrix, double[] x) => [.. Enumerable.Range(0, matrix.Length / x.Length).Select(o => Enumerable.Range(0, x.Length).Sum(i => matrix[(o * x.Length) + i] * x[i]))];

    private static double[] Norm(double[] x, float[] scale, double epsilon)
    {
        double root = Math.Sqrt(x.Average(v => v * v) + epsilon);
        return [.. x.Select((v, i) => v / root * scale[i])];
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double[] Row(float[] matrix, int row, int width) => [.. matrix.AsSpan(row * width, width).ToArray().Select(v => (double)v)];
}
