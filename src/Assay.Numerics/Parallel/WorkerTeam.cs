using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Assay.Numerics.Parallel;

/// <summary>Threads that do the parts of one kernel together: the one driver of everything that runs on several processors here.</summary>
/// <remarks>
/// <para>
/// A call allocates nothing and returns when all parts are done. Who does which part is left to chance, so a kernel cuts its work by rows and columns of the result and never
/// along a sum: then the result does not depend on the number of threads.
/// </para>
/// <para>Safe to use from several threads: while one has the team, the calls of the others, and those made from within a part, do their parts on the calling thread.</para>
/// </remarks>
public sealed unsafe class WorkerTeam : IDisposable
{
    // A kernel follows the one before within microseconds; after about half a millisecond a worker lets go of its processor. A turn is 0.15 µs: with turns of 1.5 µs two parts
    // of 20 µs took 1 µs longer than one, with these 0.3 µs.
    private const int SpinTurns = 4000, SpinLength = 4;

    private readonly Thread[] workers;
    private readonly SemaphoreSlim wake = new(0);
    private readonly Lock taken = new();

    // The upper half is the number of the job, the lower half the next part of it. Claiming a part moves it on, which fails for a job that is over; and while a claimed
    // part is not done the caller waits, so the fields below are those of the job that was claimed.
    private long cursor;
    private int parts, done, parked;
    private void* job;
    private delegate*<void*, int, void> invoke;
    private Exception? failure;
    private volatile bool disposed;

    /// <summary>A team.</summary>
    /// <param name="threads">Threads that work at once, the calling one included; 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is less than 1.</exception>
    public WorkerTeam(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        workers = new Thread[threads - 1];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = new Thread(Work) { IsBackground = true, Name = "Assay kernels" };
            workers[i].Start();
        }
    }

    /// <summary>The calling thread alone.</summary>
    public static WorkerTeam One { get; } = new(1);

    /// <summary>A team on all processors, shared by everything in this process that has no reason for its own.</summary>
    public static WorkerTeam Shared { get; } = new(Environment.ProcessorCount);

    /// <summary>Threads that work at once, the calling one included.</summary>
    public int Threads => workers.Length + 1;

    /// <summary>Does all parts of a job and returns when they are done.</summary>
    /// <typeparam name="TJob">The work; a struct, whose pointers and spans' memory the caller keeps in place.</typeparam>
    /// <param name="job">The work.</param>
    /// <param name="parts">Number of parts, 0 or more.</param>
    /// <remarks>When a part throws, the others are still done and the first exception is thrown again here.</remarks>
    public void Run<TJob>(ref TJob job, int parts)
        where TJob : struct, IParts
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parts);
        if (parts > 1 && workers.Length > 0 && !taken.IsHeldByCurrentThread && taken.TryEnter())
        {
            try
            {
                // Pinned, not boxed: the job may hold references, which stay where the caller keeps it.
                fixed (byte* address = &Unsafe.As<TJob, byte>(ref job)) Share(address, &Invoke<TJob>, parts);
            }
            finally
            {
                taken.Exit();
            }

            return;
        }

        for (int part = 0; part < parts; part++) job.Do(part);
    }

    /// <summary>Ends the threads; a call that comes later works on the calling thread alone.</summary>
    public void Dispose()
    {
        if (this == One || this == Shared) return;
        disposed = true;
        if (workers.Length > 0) wake.Release(workers.Length);
        foreach (Thread worker in workers) worker.Join();
    }

    private static void Invoke<TJob>(void* job, int part)
        where TJob : struct, IParts => Unsafe.AsRef<TJob>(job).Do(part);

    private void Share(void* newJob, delegate*<void*, int, void> newInvoke, int newParts)
    {
        if (disposed)
        {
            for (int part = 0; part < newParts; part++) newInvoke(newJob, part);
            return;
        }

        // Closed while the fields change: a worker that is late must not take a part of the next job for one of the last.
        long number = (Interlocked.Exchange(ref cursor, cursor | int.MaxValue) >> 32) + 1;
        job = newJob;
        invoke = newInvoke;
        parts = newParts;
        failure = null;
        Volatile.Write(ref done, 0);
        Interlocked.Exchange(ref cursor, number << 32);
        int sleeping = Math.Min(Volatile.Read(ref parked), newParts - 1);
        if (sleeping > 0) wake.Release(sleeping);
        TakeParts(number);
        for (int turns = 0; Volatile.Read(ref done) < newParts; turns++)
        {
            // Whoever does the last part may have lost its processor to somebody else.
            if (turns < SpinTurns) Thread.SpinWait(1);
            else Thread.Yield();
        }

        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    // Does parts of a job until none is left. What it did it tells at the end: every word to the others takes a cache line from them, 0.3 µs where they have caches of their own.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "It is thrown again on the thread that called.")]
    private void TakeParts(long number)
    {
        int taken = 0;
        while (true)
        {
            long seen = Volatile.Read(ref cursor);
            int part = (int)seen;
            if (seen >> 32 != number || part >= parts) break;
            if (Interlocked.CompareExchange(ref cursor, seen + 1, seen) != seen) continue;
            try
            {
                invoke(job, part);
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref failure, error, null);
            }

            taken++;
        }

        if (taken > 0) Interlocked.Add(ref done, taken);
    }

    private void Work()
    {
        long last = 0;
        while (!disposed)
        {
            for (int turns = 0; Volatile.Read(ref cursor) >> 32 == last && turns < SpinTurns; turns++) Thread.SpinWait(SpinLength);
            if (Volatile.Read(ref cursor) >> 32 == last)
            {
                Interlocked.Increment(ref parked);
                if (Volatile.Read(ref cursor) >> 32 == last && !disposed) wake.Wait();
                Interlocked.Decrement(ref parked);
                continue;
            }

            last = Volatile.Read(ref cursor) >> 32;
            TakeParts(last);
        }
    }
}
