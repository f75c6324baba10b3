using System.Diagnostics;
using Assay.Retrieval.Documents;

namespace Assay.Tests.Retrieval.Reading;

public sealed class CodeReaderTests
{
    public static TheoryData<string, string, string[]> Declarations => new()
    {
        { ".cs", "using System;\n\nnamespace A.B;\n\n/// <summary>Doc { of it.</summary>\npublic sealed class Foo<T>(int a) : IBar where T : class\n{\n    private readonly string s = \"}\" + @\"\"\"{\" + '{' + $\"{a}\";\n\n    public int Go(int x)\n    {\n        // }\n        return x;\n    }\n\n    public int P { get; set; }\n}\n\npublic enum E\n{\n    A,\n    B,\n}\n",
            ["public sealed class Foo<T>(int a) : IBar where T : class", "public int Go(int x)", "public int P { get; set; }", "public enum E"] },
        { ".ts", "import { a } from 'b'\n\nconst limit = 5\n\nexport function go(x: number) {\n  const re = /[{/]/g\n  return `${x} { ${a({})}`\n}\n\nexport class Foo {\n  bar(): void {\n    if (a) {\n    }\n  }\n}\n\nexport const later = async (x) => {\n  await x\n  return 1\n}\n\ninterface Shape {\n  a: string\n  b: number\n}\n",
            ["export function go(x: number)", "export class Foo", "bar(): void", "export const later = async (x) =>", "interface Shape"] },
        { ".java", "package a;\n\n/** Doc. */\n@Service\npublic class Foo {\n    private int x = 1;\n\n    @Override\n    public String go(int y) throws E {\n        return \"}\" + y;\n    }\n}\n", ["@Service public class Foo", "@Override public String go(int y) throws E"] },
        { ".go", "package a\n\nimport \"fmt\"\n\n// Go does it.\nfunc Go(x int) error {\n\tfmt.Println(`}`)\n\treturn nil\n}\n\ntype Shape struct {\n\tA int\n\tB string\n}\n\nfunc (s *Shape) Area() int {\n\treturn s.A\n}\n", ["func Go(x int) error", "type Shape struct", "func (s *Shape) Area() int"] },
        { ".rs", "use std::io;\n\n/// Doc.\npub struct Foo<'a> {\n    name: &'a str,\n    c: char,\n}\n\nimpl<'a> Foo<'a> {\n    pub fn go(&self) -> char {\n        let _s = r#\"}\"#;\n        '{'\n    }\n}\n", ["pub struct Foo<'a>", "impl<'a> Foo<'a>", "pub fn go(&self) -> char"] },
        { ".cpp", "#include <a>\n#define X(a) { \\\n  a }\n\nnamespace n {\n\nclass Foo : public Bar {\n public:\n  int go(int x) {\n    return x;\n  }\n};\n\nint Foo::run() {\n  return '}';\n}\n\n}\n", ["namespace n", "class Foo : public Bar", "public: int go(int x)", "int Foo::run()"] },
        { ".py", "import a\n\nLIMIT = 5\n\n\n@dec\nclass Foo(Bar):\n    \"\"\"Doc\n    def not_one(): pass\n    \"\"\"\n    x = 1\n\n    # above\n    def go(self, y):\n        def inner():\n            return 1\n        return y\n\n\nasync def run():\n    pass\n\nprint(1)\n", ["class Foo(Bar)", "def go(self, y)", "async def run()", "print(1)"] },
        { ".sql", "-- customers\nCREATE TABLE IF NOT EXISTS customers (id int, note text default ';');\n\ninsert into customers values (1, 'a;b');\n\nCREATE OR REPLACE FUNCTION f() RETURNS int AS $$\nBEGIN\n  RETURN 1;\nEND;\n$$ LANGUAGE plpgsql;\n\nCREATE PROCEDURE p AS\nBEGIN\n  SELECT CASE WHEN 1 = 1 THEN 2 END;\n  SELECT 3;\nEND;\nCREATE INDEX i ON customers (id);\n",
            ["CREATE TABLE IF NOT EXISTS customers", "insert into customers values (1, 'a;b');", "CREATE OR REPLACE FUNCTION f", "CREATE PROCEDURE p", "CREATE INDEX i ON customers"] },
    };

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Read_makes_a_section_for_each_declaration(string format, string text, string[] headings) =>
        Assert.Equal(headings, Reads.Sections(Reads.Text("src/a" + format, format, text).Root).Select(s => s.Heading));

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Read_loses_no_line_of_code(string format, string text, string[] headings)
    {
        Document document = Reads.Text("src/a" + format, format, text);
        string kept = string.Join('\n', Reads.Blocks(document).Select(b => b.Text));
        foreach (string line in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 2 && !l.All(c => "{}();,".Contains(c, StringComparison.Ordinal)))) Assert.Contains(line.TrimEnd('{', ' '), kept, StringComparison.Ordinal);
        Assert.All(Reads.Blocks(document), b => Assert.Equal(BlockKind.Code, b.Kind));
        Assert.NotEmpty(headings);
    }

    [Theory]
    [InlineData(".cs", "{")]
    [InlineData(".cs", "class A{")]
    [InlineData(".cs", "\"")]
    [InlineData(".ts", "(/")]
    [InlineData(".ts", "`${")]
    [InlineData(".rs", "r#\"")]
    [InlineData(".cpp", "R\"(")]
    [InlineData(".go", "func f() {")]
    [InlineData(".py", "\"\"\"")]
    [InlineData(".py", "class A:\n ")]
    [InlineData(".sql", "$a$")]
    [InlineData(".sql", "create ")]
    [InlineData(".rst", "..\n")]
    [InlineData(".rst", "- a\n")]
    [InlineData(".rst", "*a ")]
    [InlineData(".rst", "+-+\n")]
    [InlineData(".adoc", "|===\n")]
    [InlineData(".adoc", "* a\n")]
    [InlineData(".adoc", "__a ")]
    [InlineData(".srt", "00:00:01,000 --> 00:00:02,500\n")]
    [InlineData(".json", "[1,")]
    [InlineData(".jsonl", "{}\n")]
    [InlineData(".jsonl", "{\n")]
    [InlineData(".yaml", "a: 1\n")]
    [InlineData(".yaml", "? ")]
    [InlineData(".csv", "\"a,")]
    [InlineData(".csv", "a\n")]
    public void Read_of_a_pattern_without_end_ends_soon(string format, string pattern)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            Reads.Text("a" + format, format, string.Concat(Enumerable.Repeat(pattern, 400_000 / pattern.Length)));
        }
        catch (Assay.Retrieval.Reading.UnreadableDocumentException)
        {
            // Refused is as good.
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }
}
