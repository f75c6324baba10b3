using System.Text.RegularExpressions;
using Assay.Retrieval.Documents;
using Assay.Text;

namespace Assay.Retrieval.Reading.Markup;

/// <summary>Subtitles (SRT, WebVTT): what is said as paragraphs, with the times as places. Cues go on in one paragraph until a sentence ends it, somebody else speaks or there is a pause.</summary>
internal sealed partial class SubtitleReader : IDocumentReader
{
    private const int LongParagraph = 400;
    private const double PauseSeconds = 4;

    /// <inheritdoc/>
    public Document Read(SourceFile file, string source, CancellationToken cancellationToken)
    {
        var document = new DocumentBuilder(file, source);
        var places = new List<Place>();
        var open = new Paragraph(document, places);
        Cue? cue = null;
        string? said = null;
        for (int at = 0; at < source.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int found = source.IndexOf('\n', at), end = found < 0 ? source.Length : found;
            var line = new TextSpan(at, end);
            at = end + 1;
            if (Times().Match(source, line.Start, Math.Min(line.Length, 200)) is { Success: true } times)
            {
                cue = new Cue(times.Groups["from"].Value, times.Groups["to"].Value);
                open.Begin(cue);
            }
            else if (line.Of(source).IsWhiteSpace())
            {
                cue = null;
            }
            else if (cue is not null)
            {
                open.Line(cue, line, ref said);
            }
        }

        open.End();
        return document.Build(null) with { Properties = new DocumentProperties([], null), Places = [.. places] };
    }

    private static double Seconds(string time)
    {
        double seconds = 0;
        foreach (string part in time.Replace(',', '.').Split(':')) seconds = (seconds * 60) + (double.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out double value) ? value : 0);
        return seconds;
    }

    [GeneratedRegex(@"\G\s*(?<from>(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*(?<to>(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})", RegexOptions.CultureInvariant)]
    private static partial Regex Times();

    [GeneratedRegex(@"<v(?:\.[^\s>]*)?\s+(?<name>[^>]{1,60})>|<[^<>]{0,200}>|\{\\[^{}]{0,100}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Tags();

    private sealed record Cue(string From, string To);

    private sealed class Paragraph(DocumentBuilder document, List<Place> places)
    {
        private MappedTextBuilder text = new(document.Source);
        private Cue? first, last;
        private int start, end;
        private string speaker = "";

        public void Begin(Cue cue)
        {
            if (last is null) return;
            bool ends = text.Length > 0 && text.Length > LongParagraph / 4 && EndsSentence();
            if (ends || text.Length > LongParagraph || Seconds(cue.From) - Seconds(last.To) > PauseSeconds) End();
        }

        public void Line(Cue cue, TextSpan line, ref string? said)
        {
            // Captions made by machines show a line again while the next one is spoken.
            string whole = line.Of(document.Source).Trim().ToString();
            if (whole == said) return;
            said = whole;
            int from = line.Start;
            foreach (Match tag in Tags().Matches(whole))
            {
                if (!tag.Groups["name"].Success || tag.Groups["name"].Value.Trim() == speaker) continue;
                End();
                speaker = tag.Groups["name"].Value.Trim();
                text.Insert(speaker + ": ");
            }

            if (first is null) (first, start) = (cue, line.Start);
            if (!text.IsEmpty) text.Space();
            for (Match tag = Tags().Match(document.Source, from, line.End - from); tag.Success; tag = Tags().Match(document.Source, from, line.End - from))
            {
                text.Copy(from, tag.Index);
                from = tag.Index + tag.Length;
            }

            text.Copy(from, line.End);
            (last, end) = (cue, line.End);
        }

        public void End()
        {
            if (first is not null && last is not null)
            {
                document.Block(BlockKind.Paragraph, text.Build(), new TextSpan(start, end));
                places.Add(new Place($"{first.From} to {last.To}", new TextSpan(start, end)));
            }

            text = new MappedTextBuilder(document.Source);
            first = last = null;
        }

        private bool EndsSentence()
        {
            int i = end - 1;
            while (i > start && (char.IsWhiteSpace(document.Source[i]) || document.Source[i] is '"' or '\'' or '>' or '”')) i--;
            return document.Source[i] is '.' or '!' or '?' or '。' or '…';
        }
    }
}
