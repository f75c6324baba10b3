namespace Assay.Tests.Application.Causes.Planted;

/// <summary>What is broken on purpose.</summary>
internal enum PlantedFault
{
    /// <summary>The page is closed to whoever asks.</summary>
    NotIndexed,

    /// <summary>The question and the page share no word.</summary>
    NoSharedWords,

    /// <summary>More pages than are handed over speak of the question's words more often.</summary>
    BelowCut,

    /// <summary>The page is found, and longer ones before it fill the room.</summary>
    NoRoom,

    /// <summary>An older page states another figure, and the model takes that one when it sees it.</summary>
    Misled,

    /// <summary>No page answers, and the question names none.</summary>
    NoPage,

    /// <summary>The page that the question names does not say it.</summary>
    SilentPage,

    /// <summary>The model states a wrong figure whatever it sees.</summary>
    WrongFact,

    /// <summary>The model fills the category with a wrong one.</summary>
    WrongLabel,

    /// <summary>The model fills the flag the wrong way round.</summary>
    WrongFlag,

    /// <summary>The model writes a sentence where a record is asked for.</summary>
    NotJson,

    /// <summary>The model adds a field and forgets another.</summary>
    BrokenRecord,

    /// <summary>The answer runs into its limit.</summary>
    CutOff,

    /// <summary>The model declines with the answer in view.</summary>
    AbstainsInView,

    /// <summary>The model makes something up where no page answers.</summary>
    AnswersAnyway,

    /// <summary>The question set accepts a figure that the page does not state.</summary>
    WrongAcceptedAnswer,
}
