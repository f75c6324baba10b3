using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Assay.Models.Hub;

/// <summary>What a hub says the content of a file is: SHA-256 of a large file, or git's name of a small one (SHA-1 of <c>blob LENGTH\0</c> and the content).</summary>
/// <param name="IsGit">Whether it is git's.</param>
/// <param name="Hex">64 or 40 hexadecimal digits in lower case.</param>
internal sealed record FileDigest(bool IsGit, string Hex)
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Reads hexadecimal digits; null when they are none.</summary>
    public static FileDigest? Read(bool isGit, string? hex) =>
        hex is not null && hex.Length == (isGit ? 40 : 64) && hex.All(char.IsAsciiHexDigit) ? new FileDigest(isGit, hex.ToLowerInvariant()) : null;

    /// <summary>The content's own digests.</summary>
    /// <param name="path">A file.</param>
    /// <param name="isGit">Whether <c>Found</c> is git's name rather than SHA-256.</param>
    /// <param name="read">Is told how many bytes were gone through.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What to compare, and SHA-256 in any case.</returns>
    public static async Task<(string Found, string Sha256)> OfAsync(string path, bool isGit, Action<long> read, CancellationToken cancellationToken)
    {
        using IncrementalHash sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
#pragma warning disable CA5350 // Git names what it stores by SHA-1; nothing but that name is compared with it.
        using IncrementalHash? git = isGit ? IncrementalHash.CreateHash(HashAlgorithmName.SHA1) : null;
#pragma warning restore CA5350
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using ConfiguredAsyncDisposable open = file.ConfigureAwait(false);
        git?.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {file.Length}\0")));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            long total = 0;
            for (int count; (count = await file.ReadAsync(buffer.AsMemory(0, BufferBytes), cancellationToken).ConfigureAwait(false)) > 0;)
            {
                sha256.AppendData(buffer, 0, count);
                git?.AppendData(buffer, 0, count);
                read(total += count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        string sum = Convert.ToHexStringLower(sha256.GetHashAndReset());
        return (git is null ? sum : Convert.ToHexStringLower(git.GetHashAndReset()), sum);
    }

    /// <summary>For a message.</summary>
    /// <returns>Kind and digits.</returns>
    public override string ToString() => $"{(IsGit ? "git sha1" : "sha256")} {Hex}";
}
