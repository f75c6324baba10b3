using System.Text;
using Assay.Models.Providers;

namespace Assay.Tests.Models.Providers;

public sealed class SseWatchTests
{
    private static readonly ProviderErrors Errors = new("P", "m", "KEY", null);

    [Theory]
    [InlineData("data: [DONE]\n", true, true)]
    [InlineData("data:[DONE]\r\n", true, true)]
    [InlineData("event: message_stop\ndata: {}\n", true, true)]
    [InlineData("data: {\"choices\":[{\"finish_reason\": \"stop\"}]}\n", false, true)]
    [InlineData("data: {\"choices\":[{\"finish_reason\":null}]}\n", false, false)]
    [InlineData("data: {\"content\":\"say \\\"finish_reason\\\":\\\"stop\\\"\"}\n", false, false)]
    [InlineData("data: {\"content\":\"event: message_stop and [DONE]\"}\n", false, false)]
    [InlineData("data: [DONE]", false, false)]
    [InlineData("data: {\"error\":null,\"x\":\"\\\"error\\\"\"}\n", false, false)]
    [InlineData("data: {\"error\": broken\n", false, false)]
    public void Feed_sees_the_end_however_the_bytes_are_cut(string stream, bool ended, bool complete)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("event: ping\ndata: {\"type\":\"ping\"}\n\n" + stream);
        for (int size = 1; size <= bytes.Length; size++)
        {
            SseWatch watch = new(Errors);
            foreach (byte[] piece in bytes.Chunk(size))
                watch.Feed(piece);
            Assert.Equal((ended, complete), (watch.IsEnded, watch.IsComplete));
        }
    }

    [Theory, InlineData("data: {\"error\":{\"message\":\"No\",\"type\":\"server_error\"}}\n"), InlineData("data: {\"error\": \"No\"}\n"), InlineData("data: {\"type\":\"error\",\"error\":{\"message\":\"No\"}}\r")]
    public void Feed_throws_on_an_error_event(string stream)
    {
        ProviderException failure = Assert.Throws<ProviderException>(() => new SseWatch(Errors).Feed(Encoding.UTF8.GetBytes(stream)));
        Assert.Equal((ProviderErrorKind.Unavailable, true), (failure.Kind, failure.IsTransient));
        Assert.Contains("\"No\"", failure.Message, StringComparison.Ordinal);
    }
}
