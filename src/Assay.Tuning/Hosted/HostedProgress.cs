namespace Assay.Tuning.Hosted;

/// <summary>Something that happened on the way to a hosted model.</summary>
public abstract record HostedProgress;

/// <summary>A file is at the provider.</summary>
/// <param name="File">Its path here.</param>
/// <param name="Id">The provider's id.</param>
/// <param name="WasThere">True when an earlier run had sent it, and it was not sent again.</param>
public sealed record HostedFileReady(string File, string Id, bool WasThere) : HostedProgress;

/// <summary>A job is there.</summary>
/// <param name="Job">The job.</param>
/// <param name="WasThere">True when an earlier run had started it, and it was not started again.</param>
public sealed record HostedJobReady(HostedJob Job, bool WasThere) : HostedProgress;

/// <summary>The job's status is another than before.</summary>
/// <param name="Job">The job.</param>
public sealed record HostedStatusChanged(HostedJob Job) : HostedProgress;

/// <summary>The provider reports something.</summary>
/// <param name="Id">Told apart by it.</param>
/// <param name="Time">When; null when the provider does not say.</param>
/// <param name="Level"><c>info</c>, <c>warn</c>, <c>error</c>, or the provider's own word.</param>
/// <param name="Message">The provider's words, without control characters.</param>
/// <param name="Metrics">What was measured; null when the event is none of measurements.</param>
public sealed record HostedEvent(string Id, DateTimeOffset? Time, string Level, string Message, HostedMetrics? Metrics) : HostedProgress;

/// <summary>A sentence for the user: the connection was lost and waiting goes on; how to go on after Ctrl-C.</summary>
/// <param name="Text">The sentence.</param>
public sealed record HostedNote(string Text) : HostedProgress;
