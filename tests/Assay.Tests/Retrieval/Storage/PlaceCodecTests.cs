using System.Collections.Immutable;
using Assay.Retrieval.Documents;
using Assay.Retrieval.Storage;
using Assay.Text;

namespace Assay.Tests.Retrieval.Storage;

public sealed class PlaceCodecTests
{
    [Fact]
    public void Decode_gives_back_what_was_encoded()
    {
        ImmutableArray<Place> places = [new("Tabelle ä!A5:D5", new TextSpan(3, 90)), new("Tabelle ä!A6:D6", new TextSpan(91, 91)), new("", new TextSpan(40, 2_000_000_000)), new("東", new TextSpan(0, 1))];
        Assert.Equal(places.AsEnumerable(), PlaceCodec.Decode(PlaceCodec.Encode(places)));
        Assert.Empty(PlaceCodec.Encode([]));
        Assert.Empty(PlaceCodec.Decode([]));
    }

    [Fact]
    public void Encode_of_rows_takes_few_bytes_each() =>
        Assert.InRange(PlaceCodec.Encode([.. Enumerable.Range(100, 100).Select(i => new Place($"row {i}", new TextSpan(i * 50, (i * 50) + 49)))]).Length, 1, 650);

    [Fact]
    public void Decode_of_damaged_bytes_says_so()
    {
        byte[] whole = PlaceCodec.Encode([new("page 1", new TextSpan(0, 10)), new("page 2", new TextSpan(10, 20))]);
        for (int length = 1; length < whole.Length; length++)
        {
            byte[] cut = whole[..length];
            if (length != whole.Length / 2 && Record(cut) is { } error) Assert.IsType<InvalidDataException>(error);
        }

        Assert.IsType<InvalidDataException>(Record([0, 0, 9, 0]));
        Assert.IsType<InvalidDataException>(Record([0, 0, 0, 200, 1]));
        Assert.IsType<InvalidDataException>(Record([1, 0, 0, 0]));
    }

    private static Exception? Record(byte[] bytes) => Xunit.Record.Exception(() => { PlaceCodec.Decode(bytes); });
}
