namespace Assay.Evaluation.Attribution;

/// <summary>What the model gets to see when a question is asked again.</summary>
public enum PassageChoice
{
    /// <summary>What the arm hands over.</summary>
    AsRetrieved,

    /// <summary>Of what the arm hands over, the pages that the question names.</summary>
    GoldOfRetrieved,

    /// <summary>The pages that the question names, as if retrieval could not fail.</summary>
    Gold,

    /// <summary>Nothing.</summary>
    None,

    /// <summary>Several times as many passages and tokens.</summary>
    More,
}

/// <summary>What answers when a question is asked again.</summary>
public enum ModelChoice
{
    /// <summary>The model of the arm.</summary>
    AsIs,

    /// <summary>The same, held to the contract while it writes.</summary>
    Constrained,

    /// <summary>The trained version.</summary>
    Tuned,
}

/// <summary>One change under which a failed question is asked again.</summary>
/// <param name="Passages">What the model gets to see.</param>
/// <param name="Model">What answers.</param>
public readonly record struct CauseSwitch(PassageChoice Passages, ModelChoice Model)
{
    /// <summary>Nothing changed: the arm once more.</summary>
    public static CauseSwitch Unchanged => default;

    /// <summary>Its name in results: <c>gold</c>, <c>constrained</c>, <c>gold+tuned</c>; <c>unchanged</c> for none.</summary>
    public string Name => (PassageName, ModelName) switch
    {
        ("", "") => "unchanged",
        ("", var model) => model,
        (var passages, "") => passages,
        var (passages, model) => $"{passages}+{model}",
    };

    private string PassageName => Passages switch
    {
        PassageChoice.GoldOfRetrieved => "no_distractors",
        PassageChoice.Gold => "gold",
        PassageChoice.None => "no_context",
        PassageChoice.More => "more_passages",
        _ => "",
    };

    private string ModelName => Model switch { ModelChoice.Constrained => "constrained", ModelChoice.Tuned => "tuned", _ => "" };
}
