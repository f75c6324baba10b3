using Assay.Knowledge;

namespace Assay.Tests.Application;

public sealed class DocumentReferenceTests
{
    [Theory]
    [InlineData("docs/a.md", "docs/a.md")]
    [InlineData("docs/a.md#refunds", "docs/a.md")]
    [InlineData("docs/c#.md", "docs/c#.md")]
    [InlineData("docs/c#/a.md", "docs/c#/a.md")]
    [InlineData("docs/c#.md#start", "docs/c#.md")]
    public void DocumentId_cuts_off_a_slug_only(string reference, string expected) => Assert.Equal(expected, DocumentReference.DocumentId(reference));
}
