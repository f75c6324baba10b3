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
        // Whoever is slow holds the others back: no more than a window of items is prepared and not yet finished, which is what bounds memory.
        using var room = new SemaphoreSlim(window);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = new Item(new bool[count], prepare, finish, room, stop.Token);
        try
        {
            Parallel.For(0, degree, new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = cancellationToken }, _ => Work(work, stop));
        }
        catch (AggregateException error)
        {
            // Callers know the first failure by its own type, as if there were one thread.
            ExceptionDispatchInfo.Throw(error.InnerExceptions.FirstOrDefault(e => e is not OperationCanceledException) ?? error.InnerExceptions[0]);
        }

        lock (finishing) FinishReady(work);
    }

    private void Work(Item work, CancellationTokenSource stop)
    {
        try
        {
            while (true)
            {
                work.Room.Wait(work.CancellationToken);
                int item = Interlocked.Increment(ref next) - 1;
                if (item >= work.Prepared.Length)
                {
                    work.Room.Release();
                    return;
                }

                work.Prepare(item);
                Volatile.Write(ref work.Prepared[item], true);
                Drain(work);
            }
        }
        catch
        {
            // The others may be waiting for room that this one will not make any more.
            stop.Cancel();
            throw;
        }
    }

    // Whoever finds the lock taken may leave: the holder looks again after letting go.
    private void Drain(Item work)
    {
        while (IsReady(work))
        {
            if (!finishing.TryEnter()) return;
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

    private bool IsReady(Item work) => Volatile.Read(ref finished) is var at && at < work.Prepared.Length && Volatile.Read(ref work.Prepared[at]);

    private void FinishReady(Item work)
    {
        while (IsReady(work))
        {
            work.CancellationToken.ThrowIfCancellationRequested();
            work.Finish(finished);
            Volatile.Write(ref finished, finished + 1);
            work.Room.Release();
        }
    }

    private sealed record Item(bool[] Prepared, Action<int> Prepare, Action<int> Finish, SemaphoreSlim Room, CancellationToken CancellationToken);
}
