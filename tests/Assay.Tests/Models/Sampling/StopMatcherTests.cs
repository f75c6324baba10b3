using System.Buffers;
using System.Text;
using Assay.Models.Sampling;
using Assay.Text;

namespace Assay.Tests.Models.Sampling;

public sealed class StopMatcherTests
{
    [Fact]
    public void Stop_across_pieces_is_found_and_cut()
    {
        (string text, string? found) = Run(["\nUser:"], "Hello.\nU", "ser", ": more");
        Assert.Equal("Hello.", text);
        Assert.Equal("\nUser:", found!);
    }

    [Fact]
    public void Held_back_text_is_released_when_it_goes_on_differently()
    {
        StopMatcher matcher = new(["abcd", "bcx"]);
        ArrayBufferWriter<byte> output = new();
        matcher.Append("zabc"u8, output);
        Assert.Equal("z", Encoding.UTF8.GetString(output.WrittenSpan));
        matcher.Append("y"u8, output);
        Assert.Equal("zabcy", Encoding.UTF8.GetString(output.WrittenSpan));
        matcher.Append("ab"u8, output);
        matcher.Finish(output);
        Assert.Equal("zabcyab", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Part_of_a_character_is_held_back()
    {
        StopMatcher matcher = new(["é"]);
        ArrayBufferWriter<byte> output = new();
        Assert.False(matcher.Append([0xC3], output));
        Assert.Equal(0, output.WrittenCount);
        Assert.True(matcher.Append([0xA9, 0x41], output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void Empty_and_long_stop_strings_are_refused()
    {
        Assert.Equal(2, Assert.Throws<InputException>(() => new StopMatcher(["", new string('x', 5000)])).Problems.Count);
    }

    [Fact]
    public void Any_cutting_into_pieces_gives_the_first_stop_to_end()
    {
        Assay.Tests.Models.Constrained.Dice dice = new(3);
        int stopped = 0;
        for (int round = 0; round < 3000; round++)
        {
            string[] stops = [.. Enumerable.Range(0, 1 + dice.Below(4)).Select(_ => Word(1 + dice.Below(4)))];
            string text = Word(dice.Below(25));
            (string expected, string? stop) = Reference(stops, text);
            List<string> pieces = [];
            for (int at = 0; at < text.Length;)
            {
                int length = Math.Min(text.Length - at, 1 + dice.Below(4));
                pieces.Add(text.Substring(at, length));
                at += length;
            }

            (string actual, string? found) = Run(stops, [.. pieces]);
            Assert.Equal(expected, actual);
            Assert.True(stop == found, $"{stop} {found}");
            if (stop is not null) stopped++;
        }

        Assert.InRange(stopped, 500, 2990);

        string Word(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "abé"[dice.Below(3)]));
    }

    // The stop that ends first, of those the longest.
    private static (string Text, string? Stop) Reference(string[] stops, string text)
    {
        for (int end = 1; end <= text.Length; end++)
        {
            string? stop = stops.Where(s => text[..end].EndsWith(s, StringComparison.Ordinal)).MaxBy(s => Encoding.UTF8.GetByteCount(s));
            if (stop is not null) return (text[..(end - stop.Length)], stop);
        }

        return (text, null);
    }

    private static (string Text, string? Found) Run(string[] stops, params string[] pieces)
    {
        StopMatcher matcher = new(stops);
        ArrayBufferWriter<byte> output = new();
        foreach (string piece in pieces)
        {
            if (matcher.Append(Encoding.UTF8.GetBytes(piece), output)) break;
        }

        if (matcher.Found is null) matcher.Finish(output);
        return (Encoding.UTF8.GetString(output.WrittenSpan), matcher.Found);
    }
}
