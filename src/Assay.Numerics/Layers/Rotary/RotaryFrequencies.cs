namespace Assay.Numerics.Layers.Rotary;

/// <summary>How fast each pair of values turns: radians a position, in double precision. A model's configuration says which of these it was trained with.</summary>
public static class RotaryFrequencies
{
    /// <summary><c>theta^(-2i/width)</c> for <c>i</c> below <c>width/2</c>.</summary>
    /// <param name="theta">The base, more than 0: 10,000 for Llama 2, 500,000 for Llama 3.</param>
    /// <param name="width">Values of a head that are turned; even, 2 or more.</param>
    /// <returns>As many as there are pairs.</returns>
    /// <exception cref="ArgumentException">A number is outside its range.</exception>
    public static double[] Plain(double theta, int width)
    {
        if (!(theta > 0) || !double.IsFinite(theta)) throw new ArgumentOutOfRangeException(nameof(theta), theta, "Must be more than 0.");
        if (width < 2 || width % 2 != 0) throw new ArgumentOutOfRangeException(nameof(width), width, "Must be even and at least 2.");
        double[] frequencies = new double[width / 2];
        for (int i = 0; i < frequencies.Length; i++) frequencies[i] = Math.Pow(theta, -2.0 * i / width);
        return frequencies;
    }

    /// <summary>Positions pressed together: every frequency divided by a factor.</summary>
    /// <param name="theta">The base.</param>
    /// <param name="width">Values of a head that are turned.</param>
    /// <param name="factor">How many times longer the context is; more than 0.</param>
    /// <returns>As many as there are pairs.</returns>
    /// <exception cref="ArgumentException">A number is outside its range.</exception>
    public static double[] Linear(double theta, int width, double factor)
    {
        CheckFactor(factor, nameof(factor));
        double[] frequencies = Plain(theta, width);
        for (int i = 0; i < frequencies.Length; i++) frequencies[i] /= factor;
        return frequencies;
    }

    /// <summary>
    /// Llama 3's scaling: pairs that turn more than <paramref name="highFactor"/> times in the original context stay, those that turn less than <paramref name="lowFactor"/> times are divided
    /// by <paramref name="factor"/>, and those between are blended.
    /// </summary>
    /// <param name="theta">The base.</param>
    /// <param name="width">Values of a head that are turned.</param>
    /// <param name="factor"><c>factor</c>; more than 0.</param>
    /// <param name="lowFactor"><c>low_freq_factor</c>; more than 0.</param>
    /// <param name="highFactor"><c>high_freq_factor</c>; more than <paramref name="lowFactor"/>.</param>
    /// <param name="originalContext"><c>original_max_position_embeddings</c>; 1 or more.</param>
    /// <returns>As many as there are pairs.</returns>
    /// <exception cref="ArgumentException">A number is outside its range.</exception>
    public static double[] Llama3(double theta, int width, double factor, double lowFactor, double highFactor, int originalContext)
    {
        CheckFactor(factor, nameof(factor));
        CheckFactor(lowFactor, nameof(lowFactor));
        if (!(highFactor > lowFactor)) throw new ArgumentOutOfRangeException(nameof(highFactor), highFactor, $"Must be more than the low factor, {lowFactor}.");
        ArgumentOutOfRangeException.ThrowIfLessThan(originalContext, 1);
        double[] frequencies = Plain(theta, width);
        for (int i = 0; i < frequencies.Length; i++)
        {
            double turns = originalContext * frequencies[i] / (2 * Math.PI);
            double kept = Math.Clamp((turns - lowFactor) / (highFactor - lowFactor), 0, 1);
            frequencies[i] *= kept + ((1 - kept) / factor);
        }

        return frequencies;
    }

    /// <summary>
    /// YaRN: pairs that turn more than <paramref name="fastTurns"/> times in the original context stay, those that turn less than <paramref name="slowTurns"/> times are divided by
    /// <paramref name="factor"/>, those between are blended along their number; and cosines and sines are multiplied by <see cref="YarnAttentionFactor"/>.
    /// </summary>
    /// <param name="theta">The base; more than 1.</param>
    /// <param name="width">Values of a head that are turned.</param>
    /// <param name="factor"><c>factor</c>; more than 0.</param>
    /// <param name="originalContext"><c>original_max_position_embeddings</c>; 1 or more.</param>
    /// <param name="fastTurns"><c>beta_fast</c>, usually 32; more than 0.</param>
    /// <param name="slowTurns"><c>beta_slow</c>, usually 1; more than 0.</param>
    /// <returns>As many as there are pairs.</returns>
    /// <exception cref="ArgumentException">A number is outside its range.</exception>
    /// <remarks>Peng and others 2023; the ends of the blend are rounded outwards, as Hugging Face and llama.cpp do.</remarks>
    public static double[] Yarn(double theta, int width, double factor, int originalContext, double fastTurns = 32, double slowTurns = 1)
    {
        CheckFactor(factor, nameof(factor));
        CheckFactor(fastTurns, nameof(fastTurns));
        CheckFactor(slowTurns, nameof(slowTurns));
        if (!(theta > 1)) throw new ArgumentOutOfRangeException(nameof(theta), theta, "Must be more than 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(originalContext, 1);
        double[] frequencies = Plain(theta, width);
        double first = Math.Max(Math.Floor(PairThatTurns(fastTurns)), 0), last = Math.Min(Math.Ceiling(PairThatTurns(slowTurns)), width - 1);
        if (first >= last) last = first + 0.001;
        for (int i = 0; i < frequencies.Length; i++)
        {
            double kept = 1 - Math.Clamp((i - first) / (last - first), 0, 1);
            frequencies[i] *= kept + ((1 - kept) / factor);
        }

        return frequencies;

        double PairThatTurns(double turns) => width * Math.Log(originalContext / (turns * 2 * Math.PI)) / (2 * Math.Log(theta));
    }

    /// <summary>What YaRN multiplies cosines and sines with where a configuration names no attention factor: <c>0.1 · ln(factor) + 1</c>, or 1 for a factor up to 1.</summary>
    /// <param name="factor">As in <see cref="Yarn"/>.</param>
    /// <returns>The multiplier.</returns>
    public static double YarnAttentionFactor(double factor) => factor <= 1 ? 1 : (0.1 * Math.Log(factor)) + 1;

    private static void CheckFactor(double value, string name)
    {
        if (!(value > 0) || !double.IsFinite(value)) throw new ArgumentOutOfRangeException(name, value, "Must be more than 0.");
    }
}
