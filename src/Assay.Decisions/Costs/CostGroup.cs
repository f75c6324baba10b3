namespace Assay.Decisions.Costs;

/// <summary>What a cost is for.</summary>
public enum CostGroup
{
    /// <summary>Engineering until the first version runs.</summary>
    Build,

    /// <summary>Collecting, cleaning and labelling data.</summary>
    Data,

    /// <summary>Training runs until the first good model.</summary>
    Training,

    /// <summary>Training again because documents or base models changed.</summary>
    Retraining,

    /// <summary>Embedding documents and embedding them again after changes.</summary>
    Embedding,

    /// <summary>Storing and searching vectors.</summary>
    Storage,

    /// <summary>Tokens of the questions answered.</summary>
    Tokens,

    /// <summary>Rerank calls and judges.</summary>
    Calls,

    /// <summary>Graphics processors that serve a model.</summary>
    Hosting,

    /// <summary>People who keep it running.</summary>
    People,

    /// <summary>What wrong answers cost.</summary>
    WrongAnswers,

    /// <summary>Anything else.</summary>
    Other,
}
