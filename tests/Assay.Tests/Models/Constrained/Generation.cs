using Assay.Models.Constrained;

namespace Assay.Tests.Models.Constrained;

/// <summary>Lets a model write under a constraint, greedily.</summary>
internal static class Generation
{
    /// <summary>The bytes written, and the number of tokens without the one that ends the text.</summary>
    public static (byte[] Text, int Tokens) Run(ConstraintState state, TokenTable table, HostileModel model)
    {
        List<byte> text = [];
        int tokens = 0;
        float[] logits = new float[table.Count];
        while (!state.IsFinished)
        {
            if (!state.TryGetForced(out int token))
            {
                model.Logits(logits);
                state.Apply(logits);
                token = IndexOfMax(logits);
                if (float.IsNegativeInfinity(logits[token])) throw new InvalidOperationException($"Nothing is allowed after {tokens} tokens: {System.Text.Encoding.UTF8.GetString([.. text])}");
            }

            state.Accept(token);
            if (table.EndOfText.Contains(token)) break;
            text.AddRange(table.Bytes(token));
            tokens++;
        }

        return ([.. text], tokens);
    }

    private static int IndexOfMax(float[] values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best]) best = i;
        }

        return best;
    }
}
