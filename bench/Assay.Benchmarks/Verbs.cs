using Assay.Benchmarks.Causes;
using Assay.Benchmarks.Collections;
using Assay.Benchmarks.Constrained;
using Assay.Benchmarks.Decisions;
using Assay.Benchmarks.Dense;
using Assay.Benchmarks.Encoders;
using Assay.Benchmarks.Evaluations;
using Assay.Benchmarks.FalseAlarms;
using Assay.Benchmarks.Inference;
using Assay.Benchmarks.Ingest;
using Assay.Benchmarks.Judges;
using Assay.Benchmarks.Kernels;
using Assay.Benchmarks.Lexical;
using Assay.Benchmarks.Metrics;
using Assay.Benchmarks.Models;
using Assay.Benchmarks.Quality;
using Assay.Benchmarks.Reading;
using Assay.Benchmarks.Tables;
using Assay.Benchmarks.Tokenizers;
using Assay.Benchmarks.Training;
using Assay.Benchmarks.Tuning;
using Assay.Text;

namespace Assay.Benchmarks;

/// <summary>The measurements by name.</summary>
internal static class Verbs
{
    private const int Done = 0;
    private const int BadInput = 2;

    private static readonly Verb[] All =
    [
        new("collections", "SHARED OUT", "converts public data sets into collections that 'assay eval retrieval' reads", CollectionsVerb.Run),
        new("answers", "PROJECT", "whether the answer of every question of a project stands in the sections that the question names", AnswersVerb.Run),
        new("quality", "COLLECTIONS PEERS [REPORT.md] [--stages]", "retrieval quality of every collection beside a plain BM25 in the same run", QualityVerb.Run),
        new("lexical", "PEERS [REPORT.md] [ROUNDS]", "latency of the keyword index and its peers on 200,000 passages", LexicalVerb.Run),
        new("dense", "PEERS [REPORT.md] [a|b|ab]", "exact scan and graph of the dense index beside hnswlib", DenseVerb.Run),
        new("kernels", "PEERS [REPORT.md] [ROUNDS]", "matrix products beside OpenBLAS, and matrix-vector products beside the read bandwidth", KernelsVerb.Run),
        new("constrained", "[REPORT.md] [SCHEMAS]", "validity and cost of generation constrained to JSON Schemas", ConstrainedVerb.Run),
        new("quantized", "PEERS [REPORT.md]", "products with quantised weights: prompts, and single tokens against the read bandwidth", QuantizedVerb.Run),
        new("tokenizers", "PEERS [REPORT.md]", "ids, offsets and speed of tokenizers beside Hugging Face's library", TokenizersVerb.Run),
        new("trec", "TREC_EVAL [REPORT.md] [COLLECTIONS]", "ranking measures beside trec_eval: its own test suite and random collections", TrecVerb.Run),
        new("answer-metrics", "REFERENCE [REPORT.md] [PAIRS] [PYTHON]", "metrics of answers beside the reference scripts of SQuAD, ROUGE and chrF, and their speed", AnswerMetricsVerb.Run),
        new("judges", "DATA [REPORT.md] [--fit WEIGHTS.json]", "judges of groundedness beside people, and answers yes, no and maybe", JudgesVerb.Run),
        new("causes", "[REPORT.md] [SEED...]", "causes found of faults that are planted on known questions", CausesVerb.Run),
        new("ingest", "WORK REPORT.md DIR...", "speed and memory of ingesting folders of markdown pages", IngestVerb.Run),
        new("reading-office", "FOLDER [REPORT.md]", "headings, lists, tables and text of Office files that other programs wrote from known content, and the speed of reading", OfficeReadingVerb.Run),
        new("table-questions", "SETS [REPORT.md] [ROWS]", "questions over tables whose answers hand-written SQL gave: exact answers, cited rows, false answers, and the time over many rows", TableQuestionsVerb.Run),
        new("reading", "pdf FOLDER [REPORT.md]", "words, order and tables of PDF files with known text beside pdftotext", ReadingVerb.Run),
        new("reading-speed", "[REPORT.md] [FOLDER...]", "speed of every reader beside plain copying of text, and of PDF beside pdftotext", ReadingSpeedVerb.Run),
        new("languages", "XQUAD [REPORT.md]", "languages of XQuAD's paragraphs and questions as they are detected", LanguagesVerb.Run),
        new("hostile", "[REPORT.md] [NAME]", "files made to do harm: outcome, time and memory of reading each", HostileVerb.Run),
        new("fuzz", "ENDING|all COUNT SEED STATE_FOLDER [--minutes N] [--seeds FOLDER]", "damaged files made from valid ones: each is read or refused, soon and within memory", FuzzVerb.Run),
        new("training", "PEERS [REPORT.md] [ROUNDS]", "speed and memory of training beside PyTorch", TrainingVerb.Run),
        new("trainer", "SHAPE MODE THREADS MODEL.gguf", "Assay as a peer of `training`: steps of a training, asked for over standard input", TrainerPeer.Run),
        new("tuning", "DATA [REPORT.md] [NAME...]", "behaviour that small models learn from random weights on public data, beside baselines", TuningVerb.Run),
        new("models", "STEP RECIPE WORK ...", "makes the bundled models: corpus, training, checks", ModelsVerb.Run),
        new("aa", "REPORT.md [PROJECTS]", "false alarms of gates and pairs in simulated projects, and differences found", AaVerb.Run),
        new("decisions", "published|calibration REPORT.md [PROJECTS]", "verdicts on published result tables, and on made-up projects with a known truth", DecisionsVerb.Run),
        new("costs", "[REPORT.md] [ROUNDS]", "time of drawing the costs of four arms 10,000 times over 60 months", CostsVerb.Run),
        new("evaluation", "[REPORT.md] [ANSWERS] [ROUNDS]", "speed and memory of evaluating many answers by twenty measures", EvaluationVerb.Run),
        new("encoders", "PEERS [REPORT.md] [ROUNDS]", "speed of encoders beside ONNX Runtime", EncodersVerb.Run),
        new("inference", "PEERS [REPORT.md] [ROUNDS] [MODEL...]", "speed of decoders beside llama.cpp's library", InferenceVerb.Run),
        new("exports", "PEERS MODEL ADAPTER [REPORT.md]", "exported models and adapters in llama.cpp's library: tokens, logits and greedy text", ExportsVerb.Run),
        new("parity", "PEERS [REPORT.md] [MODEL...]", "logits and greedy text of decoders, and vectors of encoders, beside llama.cpp's library", ParityVerb.Run),
    ];

    private sealed record Verb(string Name, string Arguments, string Does, Action<string[]> Run);

    /// <summary>Runs one measurement.</summary>
    /// <param name="args">Its name and its arguments.</param>
    /// <returns>0 done, 2 wrong usage or input.</returns>
    public static int Run(string[] args)
    {
        Verb? verb = args.Length == 0 ? null : All.FirstOrDefault(v => v.Name == args[0]);
        if (verb is null)
        {
            Console.Error.WriteLine("Usage: Assay.Benchmarks VERB ...");
            foreach (Verb known in All) Console.Error.WriteLine($"  {known.Name} {known.Arguments}\n      {known.Does}");
            return BadInput;
        }

        try
        {
            verb.Run(args[1..]);
            return Done;
        }
        catch (AssayException e)
        {
            Console.Error.WriteLine(e.Message);
            return BadInput;
        }
    }

    /// <summary>The arguments of a verb, or the reason why they are none.</summary>
    /// <param name="args">What was given.</param>
    /// <param name="least">Arguments needed.</param>
    /// <param name="usage">How the verb is called.</param>
    /// <exception cref="InputException">There are fewer.</exception>
    public static void Require(string[] args, int least, string usage)
    {
        if (args.Length < least) throw new InputException(new Problem("", null, $"expected: {usage}"));
    }
}
