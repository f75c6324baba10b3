using System.Text;
using Assay.Text;

namespace Assay.Models.Weights;

/// <summary>A model's file is not what it should be; shown to the user without a stack trace.</summary>
public sealed class ModelFormatException : AssayException
{
    private const int LongestName = 120;

    /// <summary>An exception about a whole file.</summary>
    /// <param name="fault">What kind of fault it is.</param>
    /// <param name="file">The file.</param>
    /// <param name="message">Goes on after the file's name: expected, found, what to do.</param>
    public ModelFormatException(WeightFault fault, string file, string message) : this(fault, file, null, message) { }

    /// <summary>An exception about a tensor.</summary>
    /// <param name="fault">What kind of fault it is.</param>
    /// <param name="file">The file.</param>
    /// <param name="tensor">The tensor; null for the whole file.</param>
    /// <param name="message">Goes on after file and tensor: expected, found, what to do.</param>
    public ModelFormatException(WeightFault fault, string file, string? tensor, string message) : base(tensor is null ? $"'{file}' {message}" : $"'{file}', tensor '{Printable(tensor)}': {message}")
    {
        Fault = fault;
        File = file;
        Tensor = tensor;
    }

    /// <summary>What kind of fault it is.</summary>
    public WeightFault Fault { get; }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The tensor; null when the whole file is meant.</summary>
    public string? Tensor { get; }

    /// <summary>A name from an untrusted file as it may go into a message: short, and without control characters.</summary>
    /// <param name="name">Any text.</param>
    /// <returns>At most 120 characters and an ellipsis.</returns>
    internal static string Printable(string name)
    {
        StringBuilder text = new();
        foreach (char c in name.AsSpan(0, Math.Min(name.Length, LongestName))) text.Append(char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c);
        return name.Length > LongestName ? text.Append('…').ToString() : text.ToString();
    }
}
