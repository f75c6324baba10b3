using Assay.Comparing;

namespace Assay.Reporting;

/// <summary>An arm as the heading of a row or column.</summary>
internal static class ArmHeading
{
    public static HtmlTable.Cell Of(ArmResult arm) => new(arm.Arm, arm.Reference ? "reference" : "");
}
