using System.Collections.Immutable;

namespace Assay.Answerability;

/// <summary>What a fit does on questions it was not fitted on.</summary>
/// <param name="Probabilities">The probability of each question by the model of the other folds.</param>
/// <param name="Withheld">Whether each is withheld by model and threshold of the other folds.</param>
/// <param name="Threshold">The threshold on all probabilities; 0 when withholding nothing is best.</param>
internal sealed record CrossFit(ImmutableArray<double> Probabilities, ImmutableArray<bool> Withheld, double Threshold)
{
    /// <summary>Folds.</summary>
    public const int Folds = 5;

    /// <summary>Fits and measures by nested cross-validation: the threshold of a fold is chosen on probabilities that never saw it either.</summary>
    /// <param name="items">The questions.</param>
    /// <param name="wrongAnswerCost">See <see cref="AnswerabilityItem.Worth"/>.</param>
    /// <param name="seed">Seed of the folds.</param>
    public static CrossFit Of(IReadOnlyList<AnswerabilityItem> items, double wrongAnswerCost, int seed)
    {
        int[] folds = QuestionFolds.Deal(items, Folds, seed);
        double[] probabilities = OutOfFold(items, folds);
        bool[] withheld = new bool[items.Count];
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] others = [.. Enumerable.Range(0, items.Count).Where(i => folds[i] != fold)];
            AnswerabilityItem[] training = [.. others.Select(i => items[i])];
            double threshold = ChooseThreshold(training, OutOfFold(training, [.. others.Select(i => folds[i])]), wrongAnswerCost);
            for (int i = 0; i < items.Count; i++) withheld[i] |= folds[i] == fold && probabilities[i] < threshold;
        }

        return new CrossFit([.. probabilities], [.. withheld], ChooseThreshold(items, probabilities, wrongAnswerCost));
    }

    private static double[] OutOfFold(IReadOnlyList<AnswerabilityItem> items, int[] folds)
    {
        double[] probabilities = new double[items.Count];
        foreach (int fold in folds.Distinct().Order())
        {
            AnswerabilityModel model = AnswerabilityModel.Fit([.. items.Where((_, i) => folds[i] != fold)]);
            for (int i = 0; i < items.Count; i++)
            {
                if (folds[i] == fold) probabilities[i] = model.Probability(items[i].Signals);
            }
        }

        return probabilities;
    }

    /// <summary>The threshold with the largest gain; of equal ones the lowest, which withholds least.</summary>
    internal static double ChooseThreshold(IReadOnlyList<AnswerabilityItem> items, double[] probabilities, double wrongAnswerCost)
    {
        int[] ordered = [.. Enumerable.Range(0, items.Count).OrderBy(i => probabilities[i])];
        double gain = 0, most = 0, best = 0;
        for (int at = 0; at < ordered.Length; at++)
        {
            AnswerabilityItem item = items[ordered[at]];
            gain += item.WithheldScore - (item.Worth(wrongAnswerCost) ?? item.WithheldScore);
            double here = probabilities[ordered[at]], next = at + 1 < ordered.Length ? probabilities[ordered[at + 1]] : 1;
            if (gain > most + 1e-9 && next > here) (most, best) = (gain, (here + next) / 2);
        }

        return best;
    }
}
