using Assay.Retrieval.Reading.Ocr;

namespace Assay.Tests.Retrieval.Reading;

/// <summary>A test that runs where the command <c>tesseract</c> is installed and is skipped elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TesseractFactAttribute : FactAttribute
{
    public TesseractFactAttribute()
    {
        if (Command is null) Skip = "tesseract is not installed (package tesseract-ocr)";
    }

    /// <summary>The command; null where it is not installed.</summary>
    public static TesseractCommand? Command { get; } = TesseractCommand.Find(Environment.GetEnvironmentVariable("PATH"));
}
