namespace Assay.Text.Tokenizers;

/// <summary>A token that is found in the text itself, before anything else is done with it.</summary>
/// <param name="Content">What it looks like.</param>
/// <param name="Id">Its id.</param>
internal sealed record AddedToken(string Content, int Id)
{
    /// <summary>Found only where no letter or digit is next to it.</summary>
    /// <value>Default false.</value>
    public bool SingleWord { get; init; }

    /// <summary>Takes the white space before it in.</summary>
    /// <value>Default false.</value>
    public bool TakesSpaceBefore { get; init; }

    /// <summary>Takes the white space after it in.</summary>
    /// <value>Default false.</value>
    public bool TakesSpaceAfter { get; init; }

    /// <summary>Looked for in the normalized text, in its own normalized form.</summary>
    /// <value>Default false.</value>
    public bool Normalized { get; init; }

    /// <summary>Left out of decoded text on request.</summary>
    /// <value>Default false.</value>
    public bool Special { get; init; }
}
