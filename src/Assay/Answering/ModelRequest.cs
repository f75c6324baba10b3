using System.Collections.Immutable;
using Assay.Text.Tokens;

namespace Assay.Answering;

/// <summary>One request to a chat model that is kept with its reply.</summary>
/// <param name="System">The instructions.</param>
/// <param name="User">What is asked.</param>
/// <param name="Documents">The documents whose text is in it, so that the reply goes when one of them is forgotten.</param>
/// <param name="Key">What the reply is kept under.</param>
public sealed record ModelRequest(string System, string User, ImmutableArray<string> Documents, string Key)
{
    /// <summary>About how many tokens it has.</summary>
    public int Tokens => TokenEstimate.Count(System) + TokenEstimate.Count(User);
}
