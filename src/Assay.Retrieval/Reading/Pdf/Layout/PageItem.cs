namespace Assay.Retrieval.Reading.Pdf.Layout;

/// <summary>Something that is read as a whole on a page: a line or a table.</summary>
internal abstract class PageItem
{
    /// <summary>Its left edge in points.</summary>
    public abstract float Left { get; }

    /// <summary>Its right edge.</summary>
    public abstract float Right { get; }

    /// <summary>Height of its line; of a table that of its first.</summary>
    public abstract float Base { get; }

    /// <summary>Where its lowest line stands.</summary>
    public virtual float Bottom => Base;

    /// <summary>Size of its font.</summary>
    public abstract float Size { get; }

    /// <summary>Its place in the order in which the page is drawn.</summary>
    public abstract int Order { get; }
}
