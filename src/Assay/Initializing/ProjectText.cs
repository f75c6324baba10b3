using System.Globalization;
using System.Text;
using Assay.Text;

namespace Assay.Initializing;

/// <summary>The text of a new <c>assay.yaml</c>.</summary>
internal static class ProjectText
{
    /// <summary>Its name in the project's folder.</summary>
    public const string FileName = Projects.ProjectFile.FileName;

    private static readonly string[] Words = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];

    /// <summary>Refuses a name that cannot name a project.</summary>
    /// <param name="name">As the user gave it.</param>
    /// <exception cref="InputException">It is blank.</exception>
    public static void RequireName(string name)
    {
        if (string.IsNullOrWhiteSpace(name)) throw new InputException(new Problem("", null, "the project needs a name; none was given."));
    }

    /// <summary>Every setting at its default, with its units and choices.</summary>
    /// <param name="name">Name of the project; any text.</param>
    /// <param name="documents">Patterns of the documents; at least one, without characters that YAML reads as syntax.</param>
    /// <param name="questions">Whether there is a <c>questions.jsonl</c>; without one the setting is commented out.</param>
    /// <returns>YAML with line feeds.</returns>
    public static string Render(string name, IEnumerable<string> documents, bool questions) =>
        $$"""
        # A project: what is to be decided, on which documents, by which questions. Run it with `assay compare`.
        # Every setting has a default, and stands here at it. A setting behind # is off or left to its default.
        # Paths are relative to this file. An unknown setting or a bad unit is an error that names its line.

        name: {{Scalar(name)}}

        # Files with the knowledge: a list of patterns; ** is any depth. Read: .md, .html, .txt, .pdf, .docx, .xlsx and others (docs/project-file.md#formats).
        documents: [{{string.Join(", ", documents.Select(d => $"\"{d}\""))}}]

        # The evaluation set, one JSON object per line:
        # {"id": "1", "question": "...", "answers": ["..."], "documents": ["docs/page.md#heading"], "answerable": true, "tags": []}
        {{(questions ? "" : "# ")}}questions: questions.jsonl

        # examples: examples.jsonl        # training conversations, OpenAI chat format, one per line
        # contract: answer.schema.json    # JSON Schema every answer must follow
        # decoding: free                  # constrained: the model can write nothing but what fits the contract, in all arms alike

        # Who answers: extractive (quotes the best sentence; free, needs no network) | assay-tiny-en (comes with Assay, small, can be tuned) | openai:NAME | anthropic:NAME
        # | URL#NAME (any OpenAI-compatible server, for example http://localhost:8000/v1#my-model) | hf:owner/name after `assay models pull hf:owner/name`
        model: extractive
        # adapter: adapters/mine          # LoRA weights (a folder of peft or a .gguf file) for a model that runs here: a folder or hf:owner/name

        # What is compared: prompt (the question alone) | rag (passages found by search) | fine-tuned (a model trained on the examples, see `assay tune`)
        # | hybrid (that model with passages) | oracle (the right passages handed over) | long-context (whole pages until the window is full).
        # oracle and long-context are reference arms; fine-tuned and hybrid join where there are examples, with another model than a bundled one once a version was trained.
        # arms: [prompt, rag, fine-tuned, hybrid, oracle, long-context]

        # What the model is told before every question; tone, audience, rules of your product.
        # instructions: Answer in one sentence, for a customer.
        # prompt: own                     # best: the instructions and examples that `assay eval prompts` found, in prompt, rag, long-context and oracle

        # USD per million tokens, and the model's window in tokens. Needed for models that the built-in price table does not know.
        # price: { input: 0.15, cachedInput: 0.075, output: 0.60, contextWindow: 128000 }
        # Embeds passages and queries, to search by meaning beside words: assay-embed-en (comes with Assay), openai:NAME, http://host/v1#NAME, a folder, or
        # hf:owner/name after `assay models pull hf:owner/name`; none: by words alone. Its price in USD per million tokens.
        embedder: assay-embed-en
        # embedderPrice: 0.02
        # Reads each question together with the best passages and orders them anew: assay-rerank-en (comes with Assay), a folder or hf:owner/name of a
        # cross-encoder; none: leave it out.
        reranker: assay-rerank-en

        retrieval:
          passages: 8                # passages handed to the model; 1 or more
          chunking: structure        # structure, fixed, sentences, recursive; `assay eval chunking` measures which is best here
          chunkTokens: 256           # largest size of a passage, tokens
          overlapTokens: 0           # tokens repeated from the passage before
          contextualHeaders: on      # off: a passage is not found by its title and headings
          tables: on                 # off: counts and sums are not worked out over tables
          expand: none               # section, window: hand over what stands around a passage that was found
          expandTokens: 512          # largest size of a passage with what stands around it
          windowChunks: 2            # neighbours on either side, with expand: window
        #   contextTokens: 2048        # all passages together, tokens; without it what the model reads best, else 2048
          longContextTokens: 32000   # pages of the long-context arm together, tokens
          conflicts: show            # passages with different figures for the same thing: show both | newest wins
          order: rank                # passages in the prompt: rank (best first) | ends (best first and last)
          abstainBelow: off          # no answer below this probability that there is one: off | auto (see `assay eval answerability`) | 0.35
          expansion: off             # what a chat model adds to a question: multi-query | hyde | decompose; one more call a question
        #   expansionModel: http://localhost:8000/v1#my-model
          rerankDepth: 30            # passages that the reranker reads, where one is named; each takes time

        score:
          correctness: auto          # auto | exact | record (JSON, field by field) | prose (token F1 or containment)
          answerField: answer        # field that holds the answer, where answers are JSON
          maxWords: 40               # an answer that contains an accepted one counts as right up to this many words
          abstention: "The documents do not answer this question."   # what the model must say when it does not know

        # What the product needs, and what you know of it; nothing is assumed of what is not given. `assay decide` asks for what is missing.
        # needs:
        #   goals: [knowledge, tone]         # what the model lacks: knowledge (stands in documents) | format, tone, schema, reasoning, vocabulary, workflow (behaviour) | latency, cost
        #   queriesPerMonth: 500000
        #   peakPerSecond: 5                 # questions a second in the busiest hour
        #   knowledgeChanges: weekly         # never | yearly | quarterly | monthly | weekly | daily | continuous
        #   corpus: { documents: 300, tokens: 150000, concepts: 50 }   # counted where there are documents
        #   examples: 2000                   # labelled pairs of input and right output; counted where the project names examples
        #   latencyP50: 300ms                # half of the answers within this time; ms or s
        #   latencyP95: 800ms
        #   latencyP99: 2s
        #   interaction: interactive         # batch | interactive | voice
        #   budget: { build: 20000, monthly: 3000, currency: USD }
        #   citations: required
        #   audit: required                  # every answer must be traceable afterwards
        #   stakes: medium                   # what an invented answer does: low | medium | high
        #   dataResidency: self-hosted       # any | region | self-hosted
        #   lockIn: avoid                    # weights and indexes must be portable
        #   team: developers                 # none | developers | ml-engineer | ml-team
        #   weeksToLaunch: 6
        #   wrongAnswerCost: 2.50            # what one wrong answer costs you, in the budget's currency
        #   rightAnswerValue: 1.00
        #   tried: [prompt]                  # arms that were tried and found not good enough
        #   instructionTokens: 800           # standing instructions and shown examples in every prompt
        #   horizonMonths: 24                # months over which costs are added up

        # What your own work and machines cost, in the budget's currency; what is not given is taken from published ranges. 20000, 15000-60000 or 15000-25000-60000.
        # costs:
        #   build: { prompt: 1000, long-context: 1000, rag: 15000-60000, fine-tuned: 25000-120000, hybrid: 40000-180000 }
        #   monthly: { prompt: 0, long-context: 0, rag: 500, fine-tuned: 800, hybrid: 1000 }   # people and services
        #   personHour: 90
        #   machineHour: 0.40                # of a machine that runs a model of yours
        #   vectorStore: pinecone-standard   # a name of the price book; without one Assay's own, which costs nothing
        # prices: prices.json                # prices of your own, laid over those that come with Assay

        # How `assay tune` trains on the examples. What is left out has a default that fits what is trained.
        # tuning:
        #   method: lora                     # lora: low-rank additions | full: every weight
        #   rank: 16
        #   alpha: 32
        #   rsLora: off                      # on: divided by the root of the rank
        #   modules: [q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj]
        #   baseWeights: as-stored           # f32 | q8 | q4 (QLoRA)
        #   epochs: 3
        #   batchSize: 8
        #   learningRate: 2e-4
        #   warmUp: 0.03                     # share of the steps in which the rate grows
        #   schedule: cosine                 # constant
        #   weightDecay: 0.01
        #   dropout: 0
        #   beta: 0.1                        # preferences: how strongly the model is held to what it was
        #   patience: 4                      # evaluations without improvement after which training stops; 0 for never
        #   stopOn: loss                     # exact: share of held-out answers written token by token
        #   heldOut: 0.1                     # share of the examples
        #   window: 2048                     # most tokens of an example
        #   longExamples: refuse             # cut
        #   sensitive: refuse                # redact | keep
        #   leaks: drop                      # keep: examples that hold evaluation questions stay
        #   badRows: refuse                  # skip
        #   vocabulary: 2048                 # tokens, where there is no model to begin with
        #   pinned: pinned.jsonl             # prompts whose answers must stay
        #   forgettingBudget: 0.05           # how much the loss on general texts may rise
        #   strength: best                   # full: additions as trained, whatever they make the model forget
        #   canaries: [1, 4]                 # secrets planted once and four times, to measure what can be drawn out
        #   knowledgeChecks: 100             # statements of answers that the base model is asked about
        #   checkpointEvery: 1m
        #   hourlyCost: 0                    # USD an hour of this machine costs, for estimates

        seed: 0                      # same seed, same data: same result

        """.ReplaceLineEndings("\n");

    private static string Scalar(string text)
    {
        bool plain = char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && !Words.Contains(text, StringComparer.OrdinalIgnoreCase);
        if (plain) return text;
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF') quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
