namespace Assay.Retrieval.Keyword;

/// <summary>Takes the words of a text; a struct keeps the analysis free of indirect calls.</summary>
internal interface IWordSink
{
    /// <summary>Takes a word.</summary>
    /// <param name="word">The analysed word; copied by who keeps it.</param>
    /// <param name="position">0-based place in the text; several words may share one.</param>
    /// <param name="isStopWord">Whether it is too common to search for by itself.</param>
    void Add(ReadOnlySpan<char> word, int position, bool isStopWord);
}
