namespace Assay.Running;

/// <summary>Progress that calls back at once on the reporting thread; <see cref="Progress{T}"/> would post to a thread pool and arrive out of order.</summary>
/// <typeparam name="T">What is reported.</typeparam>
/// <param name="report">Called for every report.</param>
public sealed class CallbackProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}
