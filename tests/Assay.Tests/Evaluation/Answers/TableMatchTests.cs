using Assay.Evaluation.Answers;

namespace Assay.Tests.Evaluation.Answers;

public sealed class TableMatchTests
{
    private const string Gold = "name,age\nann,30\nbob,1000\n";

    [Theory]
    [InlineData("| Age | Name |\n|---|---|\n| 1,000.0 | bob |\n| 30 | ann |", true)]
    [InlineData("[{\"name\":\"bob\",\"age\":1000},{\"name\":\"ann\",\"age\":30}]", true)]
    [InlineData("[[30,\"ann\"],[1000,\"bob\"]]", true)]
    [InlineData("name\tage\nann\t30\nbob\t1001", false)]
    [InlineData("name,age\nann,1000\nbob,30", false)]
    [InlineData("name,age\nann,30", false)]
    [InlineData("name,age,x\nann,30,1\nbob,1000,1", false)]
    public void Equal_compares_rows_as_multisets_whatever_the_columns_order(string answer, bool expected) =>
        Assert.Equal(expected, TableMatch.Equal(TableReader.TryRead(answer)!, TableReader.TryRead(Gold)!));

    [Fact]
    public void Equal_order_counts_where_it_is_asked_for()
    {
        Table gold = new(null, [["1", "a"], ["2", "b"]]), turned = new(null, [["2", "b"], ["1", "a"]]), swapped = new(null, [["a", "1"], ["b", "2"]]);
        Assert.True(TableMatch.Equal(turned, gold));
        Assert.False(TableMatch.Equal(turned, gold, ordered: true));
        Assert.True(TableMatch.Equal(swapped, gold, ordered: true));
        Assert.False(TableMatch.Equal(swapped, gold, columnOrder: true));
    }

    [Fact]
    public void Equal_missing_value_is_not_a_text_or_a_nought()
    {
        Table gold = new(null, [[null]]);
        Assert.True(TableMatch.Equal(new Table(null, [[null]]), gold));
        Assert.False(TableMatch.Equal(new Table(null, [[""]]), gold));
        Assert.False(TableMatch.Equal(new Table(null, [["-"]]), gold));
        Assert.False(TableMatch.Equal(new Table(null, [["0"]]), gold));
    }

    [Fact]
    public void RowF1_counts_each_row_as_often_as_both_have_it()
    {
        Table gold = new(null, [["1"], ["1"], ["2"]]);
        Assert.Equal(2.0 * 2 / 6, TableMatch.RowF1(new Table(null, [["1"], ["2"], ["3"]]), gold));
        Assert.Equal(1, TableMatch.RowF1(new Table(null, []), new Table(null, [])));
    }

    [Theory]
    [InlineData("just prose")]
    [InlineData("one, two")]
    [InlineData("a,b\nc")]
    [InlineData("[1,2]")]
    [InlineData("[")]
    public void TryRead_what_is_no_table_is_none(string text) => Assert.Null(TableReader.TryRead(text));

    [Fact]
    public void Equal_many_like_columns_end_in_time()
    {
        Table wide = new(null, [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Repeat<string?>("x", 14).ToArray()).Select(r => System.Collections.Immutable.ImmutableArray.Create(r))]);
        Assert.True(TableMatch.Equal(wide, wide));
    }
}
