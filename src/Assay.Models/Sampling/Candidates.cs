namespace Assay.Models.Sampling;

/// <summary>Tokens that may be drawn, with their logits; most probable first once they have been ordered. Allocates nothing after it is made.</summary>
/// <param name="capacity">Size of the vocabulary.</param>
internal sealed class Candidates(int capacity)
{
    private readonly int[] ids = new int[capacity];
    private readonly float[] logits = new float[capacity];
    private readonly double[] weights = new double[capacity];
    private int ordered;

    /// <summary>Number of candidates.</summary>
    public int Count { get; private set; }

    /// <summary>Takes all tokens that are not excluded.</summary>
    public void Fill(ReadOnlySpan<float> all)
    {
        (Count, ordered) = (0, 0);
        for (int token = 0; token < all.Length; token++)
        {
            // Also leaves out what is not a number.
            if (!(all[token] > float.NegativeInfinity)) continue;
            ids[Count] = token;
            logits[Count++] = all[token];
        }
    }

    /// <summary>Keeps the given number of most probable ones; of equal ones those with the lowest ids.</summary>
    public void KeepTop(int k)
    {
        if (k >= Count) return;
        Order(k);
        Count = k;
    }

    /// <summary>Keeps the most probable ones until their probabilities add up.</summary>
    public void KeepMass(double p)
    {
        double total = Weigh();
        double sum = 0;
        int kept = 0;
        while (kept < Count && sum < p * total)
        {
            Order(kept + 1);
            sum += weights[kept++];
        }

        Count = kept;
    }

    /// <summary>Keeps those whose probability is at least a share of the greatest.</summary>
    public void KeepShare(double share)
    {
        float greatest = Greatest();
        int kept = 0;
        for (int i = 0; i < Count; i++)
        {
            if (logits[i] < greatest && PortableExponential.Of((double)logits[i] - greatest) < share) continue;
            (ids[kept], logits[kept]) = (ids[i], logits[i]);
            kept++;
        }

        (Count, ordered) = (kept, 0);
    }

    /// <summary>Brings the most probable ones to the front, in order.</summary>
    public void Rank(int count) => Order(Math.Min(count, Count));

    /// <summary>Greatest logit plus the logarithm of the sum of <c>exp(logit - greatest)</c>.</summary>
    public double LogSum() => Greatest() + Math.Log(Weigh());

    /// <summary>Divides the logits.</summary>
    public void Heat(float temperature)
    {
        for (int i = 0; i < Count; i++) logits[i] /= temperature;
    }

    /// <summary>The candidate at a point of the probabilities laid end to end.</summary>
    /// <param name="unit">From 0 to below 1.</param>
    public int Draw(double unit)
    {
        double left = unit * Weigh();
        int last = 0;
        for (int i = 0; i < Count; i++)
        {
            if (weights[i] == 0) continue;
            last = i;
            left -= weights[i];
            if (left < 0) break;
        }

        return ids[last];
    }

    /// <summary>The n-th candidate; ordered as far as <see cref="Rank"/> was asked for.</summary>
    public (int Token, float Logit) this[int n] => (ids[n], logits[n]);

    private float Greatest()
    {
        float greatest = logits[0];
        for (int i = 1; i < Count; i++) greatest = Math.Max(greatest, logits[i]);
        return greatest;
    }

    private double Weigh()
    {
        double greatest = Greatest(), total = 0;
        for (int i = 0; i < Count; i++) total += weights[i] = PortableExponential.Of(logits[i] - greatest);
        return total;
    }

    // The heap lies behind the ordered part and is turned round by index: its root is at the end of the array's used part, so that taking the root out
    // does not move the others. Parent of h is (h - 1) / 2, h counted from the end.
    private void Order(int count)
    {
        if (ordered == 0)
        {
            for (int h = (Count / 2) - 1; h >= 0; h--) Sink(h, Count);
        }

        while (ordered < count)
        {
            int size = Count - ordered;
            // The root changes places with the heap's last element, which is the first behind the ordered part.
            Swap(Count - 1, ordered);
            ordered++;
            Sink(0, size - 1);
        }
    }

    private void Sink(int h, int size)
    {
        while (true)
        {
            int child = (2 * h) + 1;
            if (child >= size) return;
            if (child + 1 < size && Before(At(child + 1), At(child))) child++;
            if (!Before(At(child), At(h))) return;
            Swap(At(child), At(h));
            h = child;
        }
    }

    private int At(int h) => Count - 1 - h;

    private bool Before(int i, int j) => logits[i] > logits[j] || (logits[i] == logits[j] && ids[i] < ids[j]);

    private void Swap(int i, int j)
    {
        (ids[i], ids[j]) = (ids[j], ids[i]);
        (logits[i], logits[j]) = (logits[j], logits[i]);
        (weights[i], weights[j]) = (weights[j], weights[i]);
    }
}
