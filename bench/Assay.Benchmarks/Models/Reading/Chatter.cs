namespace Assay.Benchmarks.Models.Reading;

/// <summary>What people write around a question: a greeting, how they came to it, whom it is for. None of it is asked.</summary>
internal static class Chatter
{
    private static readonly string[] Before =
    [
        "Hi,", "Hello.", "Quick question:", "Sorry to bother you.", "One more thing:", "I am new here.", "My boss wants to know:", "A colleague asked me this today.", "We talked about the {n} this morning.",
        "I looked everywhere.", "Somebody told me something else yesterday.", "I have the {n} in front of me and I am a bit lost.", "It is about the {n}.", "We are setting up a {n} next week.", "Our {n} is a mess.",
        "A customer wrote to us about a {n}.", "Not urgent at all.", "This is for a report.", "I forgot this again.", "Before I call the {n} people:",
    ];

    private static readonly string[] After = ["Thanks!", "Thank you.", "Please be quick.", "I could not find it.", "Just so I know.", "We need it for the {n}.", "cheers"];

    /// <summary>The question with something around it.</summary>
    public static string Around(LessonDice dice, TaskData data, string question)
    {
        string Said(string[] of) => dice.Pick(of).Replace("{n}", dice.Pick(data.Nouns), StringComparison.Ordinal);
        string text = dice.Chance(0.85) ? $"{Said(Before)} {question}" : question;
        if (dice.Chance(0.25)) text = $"{text} {Said(After)}";
        return dice.Chance(0.2) ? text.ToLowerInvariant() : text;
    }
}
