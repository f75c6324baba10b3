namespace Assay.Tuning.Training;

/// <summary>Why a training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All steps were done.</summary>
    Done,

    /// <summary>The held-out loss did not improve any more.</summary>
    StoppedImproving,
}

/// <summary>How a training went. The parameters of the decoder are those of the best evaluation, or the last ones where there was none.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="BestStep">The step that the parameters are of.</param>
/// <param name="TrainLoss">Mean loss of the last steps.</param>
/// <param name="HeldOutLoss">The best held-out loss; null without held-out examples.</param>
public sealed record TrainingResult(TrainingEnd End, long Steps, long BestStep, double TrainLoss, double? HeldOutLoss);
