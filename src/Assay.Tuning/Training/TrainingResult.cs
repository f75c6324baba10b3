namespace Assay.Tuning.Training;

/// <summary>Why a training ended.</summary>
public enum TrainingEnd
{
    /// <summary>All steps were done.</summary>
    Done,

    /// <summary>The held-out loss did not improve any more.</summary>
    StoppedImproving,
}

/// <summary>How a training went. The parameters are those of the best evaluation, or the last ones where there was none.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="BestStep">The step that the parameters are of.</param>
/// <param name="TrainLoss">Mean loss of the last steps.</param>
/// <param name="Best">The best evaluation; null where nothing is held out.</param>
public sealed record TrainingResult(TrainingEnd End, long Steps, long BestStep, double TrainLoss, HeldOut? Best);
