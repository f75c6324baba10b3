using System.Globalization;
using Assay.Text;

namespace Assay.Retrieval.Permissions;

/// <summary>A statement about who may read a document cannot be understood. The document is then readable by nobody.</summary>
public sealed class UnclearAccessException : AssayException
{
    /// <summary>An exception for one statement.</summary>
    /// <param name="file">The document or access file it stands in.</param>
    /// <param name="line">Its 1-based line.</param>
    /// <param name="problem">What is wrong, without a full stop.</param>
    public UnclearAccessException(string file, int line, string problem) : base(string.Create(CultureInfo.InvariantCulture,
        $"{file}({line}): {problem}. Nobody can read the document until this is corrected; write for example access: [group:support, user:ann@example.com], access: everyone, or access: [] for nobody."))
    {
    }
}
