using System.Security.Cryptography;
using System.Text;

namespace Assay.Workspaces;

/// <summary>The name of a result is a hash of everything it was made from.</summary>
public static class ContentHash
{
    /// <summary>SHA-256 over the parts and their lengths, so that ("ab","c") and ("a","bc") differ.</summary>
    /// <param name="parts">What the result depends on, in a fixed order; null is a part of its own.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of(params IEnumerable<string?> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string? part in parts)
        {
            byte[] bytes = part is null ? [] : Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(part is null ? -1 : bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
