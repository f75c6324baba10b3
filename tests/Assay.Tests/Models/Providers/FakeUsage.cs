namespace Assay.Tests.Models.Providers;

/// <summary>Token counts as a fake server reports them.</summary>
/// <param name="Input">All input tokens, the cached ones included.</param>
/// <param name="Output">Output tokens.</param>
/// <param name="Cached">Those of the input that came from a cache.</param>
internal sealed record FakeUsage(int Input, int Output, int Cached = 0);
