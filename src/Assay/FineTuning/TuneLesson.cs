using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Assay.Models.Training;
using Assay.Numerics.Parallel;
using Assay.Tuning.Preferences;
using Assay.Tuning.Tokens;
using Assay.Tuning.Training;

namespace Assay.FineTuning;

/// <summary>What a model is to learn, as tokens.</summary>
public abstract class TuneLesson
{
    /// <summary>Items to train on.</summary>
    public abstract int Items { get; }

    /// <summary>Items that are held out.</summary>
    public abstract int HeldOut { get; }

    /// <summary>Tokens of all items to train on.</summary>
    public abstract long Tokens { get; }

    /// <summary>Tokens of what is held out.</summary>
    public abstract long HeldOutTokens { get; }

    /// <summary>What an item that is right is called: <c>written exactly</c>, <c>preferred rightly</c>.</summary>
    public abstract string Right { get; }

    /// <summary>The same with some of the items to train on.</summary>
    /// <param name="items">Which, from 0.</param>
    public abstract TuneLesson Part(ImmutableArray<int> items);

    /// <summary>Hash of all tokens.</summary>
    public abstract string Hash { get; }

    /// <summary>The task of a trainer. To be asked for before a checkpoint is taken up: the model as it is then is what preferences are measured from.</summary>
    /// <param name="decoder">What is trained.</param>
    /// <param name="options">How.</param>
    /// <param name="team">Who works on it.</param>
    public abstract ITrainingTask TaskFor(TrainableDecoder decoder, TrainingOptions options, WorkerTeam team);

    /// <summary>How good the parameters of a task are on each item that is held out.</summary>
    /// <param name="task">A task of this lesson.</param>
    public abstract ImmutableArray<TextScore> Scores(ITrainingTask task);

    private protected static string HashOf(IEnumerable<SupervisedText> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (SupervisedText text in texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{text.Tokens.Length} ")));
            foreach (int token in text.Tokens) hash.AppendData(BitConverter.GetBytes(token));
            foreach (bool learned in text.Learned) hash.AppendData([learned ? (byte)1 : (byte)0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Conversations whose answers are learned.</summary>
/// <param name="texts">To train on.</param>
/// <param name="heldOut">To measure on.</param>
public sealed class SupervisedLesson(ImmutableArray<SupervisedText> texts, ImmutableArray<SupervisedText> heldOut) : TuneLesson
{
    /// <summary>To train on.</summary>
    public ImmutableArray<SupervisedText> Texts => texts;

    /// <summary>To measure on.</summary>
    public ImmutableArray<SupervisedText> HeldOutTexts => heldOut;

    /// <inheritdoc/>
    public override int Items => texts.Length;

    /// <inheritdoc/>
    public override int HeldOut => heldOut.Length;

    /// <inheritdoc/>
    public override long Tokens => texts.Sum(t => (long)t.Tokens.Length);

    /// <inheritdoc/>
    public override long HeldOutTokens => heldOut.Sum(t => (long)t.Tokens.Length);

    /// <inheritdoc/>
    public override TuneLesson Part(ImmutableArray<int> items) => new SupervisedLesson([.. items.Select(i => texts[i])], heldOut);

    /// <inheritdoc/>
    public override string Right => "written exactly";

    /// <inheritdoc/>
    public override string Hash => HashOf(texts) + HashOf(heldOut);

    /// <inheritdoc/>
    public override ITrainingTask TaskFor(TrainableDecoder decoder, TrainingOptions options, WorkerTeam team) => new SupervisedTask(decoder, texts, heldOut, options, team);

    /// <inheritdoc/>
    public override ImmutableArray<TextScore> Scores(ITrainingTask task) => ((SupervisedTask)task).Scores();
}

/// <summary>Pairs of answers of which one is preferred (DPO).</summary>
/// <param name="pairs">To train on.</param>
/// <param name="heldOut">To measure on.</param>
/// <param name="preferences">How.</param>
public sealed class PreferenceLesson(ImmutableArray<PreferencePair> pairs, ImmutableArray<PreferencePair> heldOut, PreferenceOptions preferences) : TuneLesson
{
    /// <inheritdoc/>
    public override int Items => pairs.Length;

    /// <inheritdoc/>
    public override int HeldOut => heldOut.Length;

    /// <inheritdoc/>
    public override long Tokens => pairs.Sum(p => (long)p.Length);

    /// <inheritdoc/>
    public override long HeldOutTokens => heldOut.Sum(p => (long)p.Length);

    /// <inheritdoc/>
    public override TuneLesson Part(ImmutableArray<int> items) => new PreferenceLesson([.. items.Select(i => pairs[i])], heldOut, preferences);

    /// <inheritdoc/>
    public override string Right => "preferred rightly";

    /// <inheritdoc/>
    public override string Hash => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{preferences} {HashOf(pairs.SelectMany(p => new[] { p.Chosen, p.Rejected }))} {HashOf(heldOut.SelectMany(p => new[] { p.Chosen, p.Rejected }))}");

    /// <inheritdoc/>
    public override ITrainingTask TaskFor(TrainableDecoder decoder, TrainingOptions options, WorkerTeam team)
    {
        ArgumentNullException.ThrowIfNull(options);
        var reference = new ReferenceScores(decoder, options.TokensAtOnce, team);
        return new PreferenceTask(decoder, reference.Score(pairs), reference.Score(heldOut), options, preferences, team);
    }

    /// <inheritdoc/>
    public override ImmutableArray<TextScore> Scores(ITrainingTask task) => ((PreferenceTask)task).Scores();
}
