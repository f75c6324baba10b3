using Assay.Tests.Cli;

namespace Assay.Tests.Application.Answering;

/// <summary>The built-in reader shows no row for questions that a table would have to be gone through for.</summary>
public sealed class BuiltInReaderRowTests : IDisposable
{
    private readonly TestProject project = TestProject.Create(1);

    public void Dispose() => project.Dispose();

    [Fact]
    public async Task Row_that_is_named_is_shown()
    {
        project.Write("docs/fees.csv", "Service,Fee,Note\nCourier to Norway,$5,not on weekends\nCourier to Spain,€10,daily\n");
        CommandLine.Result result = await CommandLine.RunAsync("ask", "What is the fee of the courier to Norway?", "-p", project.Root);
        Assert.Contains("$5", result.Out.Split('\n')[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Invoice,Customer,Amount\n1,Ann,€100\n2,Bob,$200\n3,Ann,€50\n", "What is the total amount of the invoices?")]
    [InlineData("Person,Hours,Hours\nAnn,3,4\nBob,5,6\n", "What are the total hours of each person?")]
    [InlineData("Order,Customer,Ordered\nO1,Ann,2025-05-01\nO2,Bob,2025-06-01\n", "How many orders may a customer place?")]
    [InlineData("Person,Time\nAnn,37:30\nBob,12:15\n", "What is the total time of all persons?")]
    [InlineData("Invoice,Customer,Amount\n1,Ann,€100\n2,Bob,$200\n3,Ann,€50\n", "Which invoice has the highest amount?")]
    [InlineData("Name,Fee,Line Total\nA,$5,1\nB,€10,2\n", "What is the total fee?")]
    [InlineData("Employee,Salary,Manager\nAnn Lee,52000,Zoe Fox\nBob Ray,48000,Zoe Fox\nEve Poe,70000,\n", "How many employees earn more than Ann Lee?")]
    [InlineData("Employee,Salary,Manager\nAnn Lee,52000,Zoe Fox\nBob Ray,48000,Zoe Fox\nEve Poe,70000,\n", "Who earns more than Ann Lee?")]
    [InlineData("Order,Customer,Product\n1,Ann,Desk\n2,Bob,Lamp\n3,Ann,Chair\n", "Which customers did not order a Desk?")]
    [InlineData("Order,Client,Product,Price\n9001,K1,Pen,2.50\n9002,K1,Ink,7.00\n9003,K2,Pen,2.50\n", "Which client has the highest orders?")]
    [InlineData("Ticket,Owner,Opened\nT1,Ann,2026-01-02\nT2,Bob,2026-01-05\nT4,,2026-02-10\n", "Who has no tickets?")]
    public async Task Sums_that_cannot_be_worked_out_are_not_known(string csv, string question)
    {
        project.Write("docs/orders.csv", csv);
        CommandLine.Result result = await CommandLine.RunAsync("ask", question, "-p", project.Root);
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain(" | ", result.Out.Split('\n')[0], StringComparison.Ordinal);
        Assert.DoesNotContain("[1]", result.Out.Split('\n')[0], StringComparison.Ordinal);
    }
}
