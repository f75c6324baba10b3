using Assay.Retrieval.Documents;

namespace Assay.Tests.Retrieval.Reading;

public sealed class HtmlReaderTests
{
    [Fact]
    public void Read_takes_the_main_content_only()
    {
        Document document = Reads.Html("<!DOCTYPE html><html><head><title>T &amp; U</title><style>p{}</style></head><body><nav>Menu</nav><header>Top</header><p>One <b>two</b>&nbsp;three</p><aside>No</aside><script>if (a<b) x('</p>')</script><p hidden>no</p><p style='display : none'>no</p><span aria-hidden=true>no</span><form>Text<input value=no><select><option>no</select><button>no</button></form><!-- no --><footer>Foot</footer></body></html>");
        Assert.Equal("T & U", document.Title);
        Assert.Equal(["Paragraph: One two three", "Paragraph: Text"], Reads.Lines(document));
        Assert.Equal(["Paragraph: yes"], Reads.Lines(Reads.Html("<body>no<main><p>yes<nav>no</nav></main>")));
        Assert.Equal(["Paragraph: yes"], Reads.Lines(Reads.Html("<div>no</div><div role=main>yes</div>")));
        Assert.Equal(["Paragraph: a", "Paragraph: b"], Reads.Lines(Reads.Html("no<article><header><h1>x</h1></header>a</article>no<article>b</article>")));
        Assert.Equal(["Paragraph: body"], Reads.Lines(Reads.Html("<main></main><p>body")));
    }

    [Fact]
    public void Read_builds_sections_lists_tables_and_code()
    {
        Document document = Reads.Html("<h1>Head <i>x</i></h1><p>a<br>b<ul><li>one<li>two<ul><li>deep</ul>tail<li><p>p1<p>p2</ul><h2>Sub</h2><table><caption>Cap</caption><tr><th>A<th>B<tr><td>1<td><p>x<p>y<tr><th>r<td>2</table><table><tr><td>c<td>d</table><table><thead><tr><td>H</thead><tr><td>v</table><pre>\n  x &lt;\n\ty</pre><dl><dt>T<dd>D1<dd>D2<dt>U<dd>E</dl><img src=i alt='Alt text'>");
        Assert.Equal("Head x", document.Title);
        Assert.Equal(
            ["Paragraph: a\\nb", "ListItem: one", "ListItem: two", "ListItem: deep", "ListItem: tail", "ListItem: p1\\np2", "Paragraph: Cap", "TableHeader: A | B",
             "TableRow: 1 | x y", "TableRow: r | 2", "TableRow: c | d", "TableHeader: H", "TableRow: v", "Code:   x <\\n\ty", "ListItem: T\\nD1\\nD2", "ListItem: U\\nE", "Paragraph: Alt text"],
            Reads.Lines(document));
        Assert.Equal(["head-x", "sub"], Reads.Sections(document.Root).Select(s => s.Slug));
        Block row = Reads.Blocks(document).First(b => b.Text == "r | 2");
        Assert.Equal("<tr><th>r<td>2", row.Span.Of(document.Source).ToString());
    }

    [Fact]
    public void Read_maps_text_through_tags_and_references()
    {
        Document document = Reads.Html("<p>a &#60;b&#x3e; <em>c&amp</em>d &copy; &bogus; AT&T</p>");
        Block block = document.Root.Blocks[0];
        Assert.Equal("a <b> c&d © &bogus; AT&T", block.Text);
        Assert.Equal(document.Source, block.Span.Of(document.Source).ToString());
        int at = block.Text.IndexOf('©', StringComparison.Ordinal);
        Assert.Equal("&copy;", block.Map.ToSource(new(at, at + 1))!.Value.Of(document.Source).ToString());
        Assert.Equal("&#60;b&#x3e;", block.Map.ToSource(new(2, 5))!.Value.Of(document.Source).ToString());
        Assert.Equal("\uFFFD", Reads.Html("<p>&#xD800;").Root.Blocks[0].Text);
    }

    [Fact]
    public void Read_takes_a_page_with_more_inline_markup_than_tags_it_may_have()
    {
        Block block = Reads.Html("<p>" + string.Concat(Enumerable.Repeat("<a href=x><b>a</b></a>", 150_000))).Root.Blocks[0];
        Assert.Equal(150_000, block.Text.Length);
        Assert.Equal(["Paragraph: yes"], Reads.Lines(Reads.Html("<div>no</div><span role=main>yes</span>")));
        Assert.Equal(["Paragraph: a d"], Reads.Lines(Reads.Html("<div>a <span hidden>b <span>c</span></span>d")));
    }

    [Theory]
    [InlineData("<p>a<div>b</div>c", "a", "b", "c")]
    [InlineData("<b>x<p>y</b>z", "x", "yz")]
    [InlineData("<table>stray<tr><td>cell</table>", "stray", "cell")]
    [InlineData("a < b <3 </ x> c<!doctype><?pi?><!----><!-->-->d", "a < b <3 c-->d")]
    [InlineData("<p title=\"a>b\" x='1' y=2 z>t", "t")]
    [InlineData("<svg><text>no</text></svg><svg/>yes<textarea>no</textarea>", "yes")]
    [InlineData("<table><tr><td><b>x</td><td>y</b></table>", "x | y")]
    [InlineData("<table><tr><td><h2>L</h2>left<td>right</table>", "left", "right")]
    [InlineData("<ul><li>a</ul></b></p><script>x", "a")]
    [InlineData("<svg>open", "open")]
    [InlineData("text <a href=\"unfinished", "text")]
    public void Read_survives_broken_markup(string html, params string[] expected) => Assert.Equal(expected, Reads.Blocks(Reads.Html(html)).Select(b => b.Text));
}
