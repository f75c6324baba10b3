using System.Collections.Immutable;

namespace Assay.Decisions.Rules.Interviewing;

/// <summary>The twelve questions.</summary>
public static class InterviewQuestions
{
    /// <summary>All of them, in the order in which they are asked where the rules see no difference.</summary>
    public static ImmutableArray<InterviewQuestion> All { get; } =
    [
        new()
        {
            Id = "goals",
            Text = "What does a good model with a plain prompt lack for your product?",
            Why = "Missing facts are looked up; wrong behaviour is trained. This decides more than anything else.",
            Fields = ["goals"],
            Settles = ["goals"],
            Several = true,
            Example = "knowledge, tone",
            Choices =
            [
                new("knowledge", "facts that stand in your documents", "goals", "knowledge"),
                new("format", "a layout that every answer must have", "goals", "format"),
                new("schema", "fields and labels that programs read", "goals", "schema"),
                new("tone", "your voice or style", "goals", "tone"),
                new("reasoning", "your field's way from a case to a conclusion", "goals", "reasoning"),
                new("vocabulary", "your field's words, codes or dialect", "goals", "vocabulary"),
                new("workflow", "steps and rules that must be followed", "goals", "workflow"),
                new("latency", "speed: it is right but too slow", "goals", "latency"),
                new("cost", "price: it is right but too dear", "goals", "cost"),
            ],
        },
        new()
        {
            Id = "corpus",
            Text = "How much is there to know?",
            Why = "About 500 pages (200,000 tokens) fit into the prompt whole; thousands of documents need search.",
            Fields = ["corpus.documents", "corpus.tokens", "corpus.concepts"],
            Settles = ["corpus.documents", "corpus.tokens", "corpus.concepts"],
            Example = "about 300 pages; or 5k documents, 2 million tokens; or 50 concepts",
            Bare = "corpus.documents",
            Signs = [("token", "corpus.tokens"), ("word", "corpus.tokens"), ("concept", "corpus.concepts"), ("topic", "corpus.concepts")],
        },
        new()
        {
            Id = "changes",
            Text = "How often does what it must know change?",
            Why = "What changes weekly must be looked up; a trained model would have to be trained again each time.",
            Fields = ["knowledgeChanges"],
            Settles = ["knowledgeChanges"],
            Example = "weekly",
            Choices =
            [
                new("never", "written once", "knowledgeChanges", "never"), new("yearly", "about once a year", "knowledgeChanges", "yearly"),
                new("quarterly", "about four times a year", "knowledgeChanges", "quarterly"), new("monthly", "about once a month", "knowledgeChanges", "monthly"),
                new("weekly", "about once a week", "knowledgeChanges", "weekly"), new("daily", "about once a day", "knowledgeChanges", "daily"),
                new("continuous", "all the time", "knowledgeChanges", "continuous"),
            ],
        },
        new()
        {
            Id = "examples",
            Text = "How many examples of an input with its right output have you got, checked by somebody?",
            Why = "Training on 50 to 200 brings little, 1,000 to 2,000 a real change, 5,000 and more steady gains.",
            Fields = ["examples"],
            Settles = ["examples"],
            Example = "2,000; 0 for none",
            Bare = "examples",
        },
        new()
        {
            Id = "volume",
            Text = "How many questions will it be asked?",
            Why = "Under 100,000 a month the arms cost nearly the same; above 500,000 shorter prompts begin to pay for training.",
            Fields = ["queriesPerMonth", "peakPerSecond"],
            Settles = ["queriesPerMonth"],
            Example = "500k a month; or 3000 a day, peak 5 a second",
            Bare = "queriesPerMonth",
            Signs = [("peak", "peakPerSecond"), ("second", "peakPerSecond"), ("/s", "peakPerSecond"), ("rps", "peakPerSecond"), ("qps", "peakPerSecond")],
        },
        new()
        {
            Id = "speed",
            Text = "Who waits for the answer, and how long may it take?",
            Why = "Looking things up adds 20 to 300 ms; a voice on the line has about 500 ms in all.",
            Fields = ["interaction", "latencyP50", "latencyP95", "latencyP99"],
            Settles = ["interaction", "latencyP50", "latencyP95", "latencyP99"],
            Several = true,
            Example = "interactive, 800ms; or voice, p99 500ms (a time alone is for 95 of 100 answers)",
            Bare = "latencyP95",
            Signs = [("p50", "latencyP50"), ("median", "latencyP50"), ("p99", "latencyP99")],
            Choices =
            [
                new("batch", "nobody", "interaction", "batch"), new("interactive", "a person at a screen", "interaction", "interactive"), new("voice", "a person on the line", "interaction", "voice"),
            ],
        },
        new()
        {
            Id = "evidence",
            Text = "Must answers show what they rest on?",
            Why = "Only what is read at the time of the question can be cited; what was trained cannot be traced.",
            Fields = ["citations", "audit"],
            Settles = ["citations"],
            Several = true,
            Example = "cite, audit; or neither",
            Otherwise = [("citations", "optional"), ("audit", "none")],
            Choices =
            [
                new("cite", "every answer cites its sources", "citations", "required"), new("audit", "it must be possible to show afterwards why an answer was given", "audit", "required"), new("neither", "no", null, ""),
            ],
        },
        new()
        {
            Id = "stakes",
            Text = "What does an invented answer do?",
            Why = "Where it does great harm, answers need sources; what it costs also tells how right answers must be.",
            Fields = ["stakes", "wrongAnswerCost", "rightAnswerValue"],
            Settles = ["stakes"],
            Several = true,
            Example = "high; or medium, a wrong answer costs 40, a right one is worth 5",
            Bare = "wrongAnswerCost",
            Signs = [("worth", "rightAnswerValue"), ("right", "rightAnswerValue"), ("value", "rightAnswerValue")],
            Choices =
            [
                new("low", "it annoys", "stakes", "low"), new("medium", "it costs money or customers", "stakes", "medium"), new("high", "it harms people or breaks the law", "stakes", "high"),
            ],
        },
        new()
        {
            Id = "data",
            Text = "Where may questions and documents go?",
            Why = "Data that may not leave your machines rule out hosted models; a model trained on a platform stays there.",
            Fields = ["dataResidency", "lockIn"],
            Settles = ["dataResidency"],
            Several = true,
            Example = "region, portable",
            Otherwise = [("lockIn", "any")],
            Choices =
            [
                new("any", "anywhere", "dataResidency", "any"), new("region", "only to providers in your region", "dataResidency", "region"),
                new("self-hosted", "nowhere outside your own machines", "dataResidency", "self-hosted"), new("portable", "and it must be possible to change the vendor", "lockIn", "avoid"),
            ],
        },
        new()
        {
            Id = "budget",
            Text = "What may it cost to build, and to run?",
            Why = "Under 10,000 USD there is no room for training experiments; over 50,000 there is.",
            Fields = ["budget.build", "budget.monthly"],
            Settles = ["budget.build"],
            Example = "20000 to build, 3000 a month",
            Bare = "budget.build",
            Signs = [("month", "budget.monthly"), ("run", "budget.monthly"), ("year", "budget.monthly"), ("annual", "budget.monthly"), ("annum", "budget.monthly"), ("quarter", "budget.monthly"), ("week", "budget.monthly"), ("day", "budget.monthly"), ("hour", "budget.monthly")],
        },
        new()
        {
            Id = "team",
            Text = "Who builds it, and in how many weeks must it be in use?",
            Why = "A training pipeline takes somebody who knows training four to eight weeks; retrieval a good developer some weeks.",
            Fields = ["team", "weeksToLaunch"],
            Settles = ["team"],
            Several = true,
            Example = "developers, 6 weeks",
            Bare = "weeksToLaunch",
            Signs = [("week", "weeksToLaunch"), ("month", "weeksToLaunch")],
            Choices =
            [
                new("none", "nobody who writes software", "team", "none"), new("developers", "software developers", "team", "developers"),
                new("ml-engineer", "at least one who understands training", "team", "ml-engineer"), new("ml-team", "a team that runs models on its own machines", "team", "ml-team"),
            ],
        },
        new()
        {
            Id = "tried",
            Text = "What was tried and was not good enough, and how long are the standing instructions?",
            Why = "What failed is not recommended again; instructions of 2,000 tokens and more can be learned instead of sent.",
            Fields = ["tried", "instructionTokens"],
            Settles = ["tried"],
            Several = true,
            Example = "prompt, rag, 2000 tokens; or nothing",
            Signs = [("token", "instructionTokens"), ("word", "instructionTokens")],
            Choices =
            [
                new("prompt", "a good prompt", "tried", "prompt"), new("long-context", "everything in the prompt", "tried", "long-context"), new("rag", "retrieval", "tried", "rag"),
                new("fine-tuned", "training", "tried", "fine-tuned"), new("hybrid", "both", "tried", "hybrid"), new("nothing", "nothing yet", null, ""),
            ],
        },
    ];
}
