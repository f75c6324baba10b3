using System.Text;

namespace Assay.Text.Tokenizers.SentencePiece;

/// <summary>Reads SentencePiece's <c>.model</c> files: a protocol buffers message with the pieces and the settings of training and normalization.</summary>
internal static class SentencePieceReader
{
    private const int Unigram = 1;
    private const int Bpe = 2;

    /// <summary>Reads a model.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <param name="file">The file, as the user would type it.</param>
    /// <exception cref="InputException">It is none, or of a kind that is not supported.</exception>
    public static VocabularyData Read(ReadOnlySpan<byte> model, string file)
    {
        try
        {
            return ReadModel(model, file);
        }
        catch (FormatException e)
        {
            throw new InputException(new Problem(file, null, $"expected a SentencePiece model: {e.Message}. Download it again, or give the tokenizer.json beside it."));
        }
    }

    private static VocabularyData ReadModel(ReadOnlySpan<byte> model, string file)
    {
        var pieces = new List<(string Text, float Score, int Type)>();
        var trainer = new TrainerSpec(Unigram, ByteFallback: false, Unknown: 0, Start: 1, End: 2);
        var normalizer = new NormalizerSpec([], AddPrefix: true, RemoveExtra: true);
        var reader = new ProtobufReader(model);
        while (reader.Next())
        {
            if (reader.Field == 1) pieces.Add(ReadPiece(reader.Bytes));
            else if (reader.Field == 2) trainer = ReadTrainer(reader.Bytes, trainer);
            else if (reader.Field == 3) normalizer = ReadNormalizer(reader.Bytes, normalizer);
        }

        if (pieces.Count == 0) throw new FormatException("it has no pieces");
        if (trainer.Type is not (Unigram or Bpe)) throw new InputException(new Problem(file, null, $"a SentencePiece model of type {trainer.Type} (word or character) is not supported (known: unigram, BPE)."));
        return new VocabularyData(trainer.Type == Bpe ? "llama" : "t5", [.. pieces.Select(p => p.Text)])
        {
            Scores = [.. pieces.Select(p => p.Score)],
            Types = [.. pieces.Select(p => p.Type)],
            StartId = trainer.Start >= 0 ? trainer.Start : null,
            EndId = trainer.End >= 0 ? trainer.End : null,
            UnknownId = trainer.Unknown,
            AddSpacePrefix = normalizer.AddPrefix,
            RemoveExtraSpaces = normalizer.RemoveExtra,
            CharacterMap = normalizer.Map,
            ByteFallback = trainer.ByteFallback,
        };
    }

    private static (string Text, float Score, int Type) ReadPiece(ReadOnlySpan<byte> message)
    {
        (string text, float score, int type) = ("", 0, 1);
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            if (reader.Field == 1) text = Encoding.UTF8.GetString(reader.Bytes);
            else if (reader.Field == 2) score = reader.Single;
            else if (reader.Field == 3) type = reader.Int32;
        }

        return float.IsFinite(score) ? (text, score, type) : throw new FormatException($"the score of '{text}' is no number");
    }

    private static TrainerSpec ReadTrainer(ReadOnlySpan<byte> message, TrainerSpec spec)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            spec = reader.Field switch
            {
                3 => spec with { Type = reader.Int32 },
                24 when reader.Number != 0 => throw new FormatException("spaces as suffixes are not supported"),
                35 => spec with { ByteFallback = reader.Number != 0 },
                40 => spec with { Unknown = reader.Int32 },
                41 => spec with { Start = reader.Int32 },
                42 => spec with { End = reader.Int32 },
                _ => spec,
            };
        }

        return spec;
    }

    private static NormalizerSpec ReadNormalizer(ReadOnlySpan<byte> message, NormalizerSpec spec)
    {
        var reader = new ProtobufReader(message);
        while (reader.Next())
        {
            spec = reader.Field switch
            {
                2 => spec with { Map = reader.Bytes.ToArray() },
                3 => spec with { AddPrefix = reader.Number != 0 },
                4 => spec with { RemoveExtra = reader.Number != 0 },
                5 when reader.Number == 0 => throw new FormatException("spaces that are not escaped are not supported"),
                _ => spec,
            };
        }

        return spec;
    }

    private sealed record TrainerSpec(int Type, bool ByteFallback, int Unknown, int Start, int End);

    private sealed record NormalizerSpec(byte[] Map, bool AddPrefix, bool RemoveExtra);
}
