using System.Runtime.ExceptionServices;

namespace Assay.Retrieval.Ingestion;

/// <summary>Prepares items on several threads and finishes them one at a time in their order, both at once: whoever has prepared the next item in order finishes it while the others go on.</summary>
/// <param name="degree">Threads, 1 or more.</param>
/// <param name="window">Most items that are prepared and not finished; bounds the memory.</param>
internal sealed class OrderedWork(int degree, int window)
{
    private readonly Lock finishing = new();
    private int next;
    private int finished;

    /// <summary>Does all items; returns when the last one is finished.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="prepare">Called once per item, for several items at once.</param>
    /// <param name="finish">Called once per item, in order and never twice at once, but not always on the same thread.</param>
    /// <param name="cancellationToken">Stops between items; items already finished stay so.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Run(int count, Action<int> prepare, Action<int> finish, CancellationToken cancellationToken)
    {
        bool[] prepared = new bool[count];
        var work = new Item(prepared, prepare, finish, cancellationToken);
        try
        {
            Parallel.For(0, degree, new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = cancellationToken }, (_, loop) =>
            {
                for (int i = Interlocked.Increment(ref next) - 1; i < count && !loop.ShouldExitCurrentIteration; i = Interlocked.Increment(ref next) - 1) One(work, i);
            });
        }
        catch (AggregateException error)
        {
            // Callers know the first failure by its own type, as if there were one thread.
            ExceptionDispatchInfo.Throw(error.InnerExceptions.FirstOrDefault(e => e is not OperationCanceledException) ?? error.InnerExceptions[0]);
        }

        lock (finishing) FinishReady(work);
    }

    private void One(Item work, int item)
    {
        work.CancellationToken.ThrowIfCancellationRequested();
        work.Prepare(item);
        Volatile.Write(ref work.Prepared[item], true);
        if (item - Volatile.Read(ref finished) >= window) lock (finishing) FinishReady(work);
        else if (finishing.TryEnter())
        {
            try
            {
                FinishReady(work);
            }
            finally
            {
                finishing.Exit();
            }
        }
    }

    private void FinishReady(Item work)
    {
        while (finished < work.Prepared.Length && Volatile.Read(ref work.Prepared[finished]))
        {
            work.CancellationToken.ThrowIfCancellationRequested();
            work.Finish(finished);
            Volatile.Write(ref finished, finished + 1);
        }
    }

    private sealed record Item(bool[] Prepared, Action<int> Prepare, Action<int> Finish, CancellationToken CancellationToken);
}
