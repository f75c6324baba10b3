using System.Buffers.Binary;
using System.Security.Cryptography;
using Assay.Retrieval.Reading.Pdf.Syntax;

namespace Assay.Retrieval.Reading.Pdf.Files;

/// <summary>Opens files that are encrypted but need no password to be read (ISO 32000-2, 7.6): RC4 and AES with 128 bits, AES with 256 bits.</summary>
internal sealed class PdfDecryptor
{
    private static readonly byte[] Padding =
    [
        0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
        0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
    ];

    private const int AesBlock = 16;
    private readonly byte[] key;
    private readonly Method strings;
    private readonly Method streams;

    private PdfDecryptor(byte[] key, Method strings, Method streams)
    {
        this.key = key;
        this.strings = strings;
        this.streams = streams;
    }

    private enum Method
    {
        None,
        Rc4,
        Aes128,
        Aes256,
    }

    /// <summary>A decryptor for the empty user password.</summary>
    /// <exception cref="PdfSyntaxException">The file needs a password, or is encrypted in a way that is not read.</exception>
    public static PdfDecryptor Open(PdfDictionary encrypt, PdfValue id, Func<PdfValue, PdfValue> resolve)
    {
        if (resolve(encrypt["Filter"]).Name is { } filter && filter != "Standard") throw new PdfSyntaxException($"is encrypted by '{Shown(filter)}', which is not read: save it without protection");
        int version = resolve(encrypt["V"]).Integer, revision = resolve(encrypt["R"]).Integer;
        byte[] owner = resolve(encrypt["O"]).Bytes, user = resolve(encrypt["U"]).Bytes;
        (Method strings, Method streams) = version >= 4 ? (Filter(encrypt, "StrF", resolve), Filter(encrypt, "StmF", resolve)) : (Method.Rc4, Method.Rc4);
        if (version is 0 or 3 or > 5) throw new PdfSyntaxException($"is encrypted by version {version} of its method, which is not read: save it without protection");
        byte[]? key = revision >= 5
            ? NewKey(user, resolve(encrypt["UE"]).Bytes, revision)
            : OldKey(encrypt, owner, user, resolve(id).Elements is [var first, ..] ? resolve(first).Bytes : [], revision, version, resolve);
        return key is null ? throw new PdfSyntaxException("is encrypted and needs a password to be opened: save it without one") : new PdfDecryptor(key, strings, streams);
    }

    /// <summary>The plain bytes of a stream or string.</summary>
    public byte[] Decrypt(ReadOnlySpan<byte> data, int number, int generation, bool isString)
    {
        Method method = isString ? strings : streams;
        return method switch
        {
            Method.Rc4 => Rc4(ObjectKey(number, generation, aes: false), data),
            Method.Aes128 => Aes(ObjectKey(number, generation, aes: true), data),
            Method.Aes256 => Aes(key, data),
            _ => data.ToArray(),
        };
    }

    /// <summary>A value of an object with its strings decrypted.</summary>
    public PdfValue DecryptStrings(PdfValue value, int number, int generation)
    {
        switch (value.Kind)
        {
            case PdfKind.String:
                return PdfValue.Of(Decrypt(value.Bytes, number, generation, isString: true));
            case PdfKind.Array:
                return PdfValue.Of(Array.ConvertAll(value.Elements, e => DecryptStrings(e, number, generation)));
            case PdfKind.Dictionary:
                var plain = new PdfDictionary();
                foreach ((string name, PdfValue inner) in value.Dictionary.Values) plain.Set(name, DecryptStrings(inner, number, generation));
                return PdfValue.Of(plain);
            default:
                return value;
        }
    }

    private static string Shown(string name) => name.Length <= 40 ? name : name[..40] + "…";

    private static Method Filter(PdfDictionary encrypt, string which, Func<PdfValue, PdfValue> resolve)
    {
        if (resolve(encrypt[which]).Name is not { } name || name == "Identity") return Method.None;
        PdfDictionary filter = resolve(resolve(encrypt["CF"]).Dictionary[name]).Dictionary;
        return resolve(filter["CFM"]).Name switch
        {
            "V2" => Method.Rc4,
            "AESV2" => Method.Aes128,
            "AESV3" => Method.Aes256,
            _ => Method.None,
        };
    }

#pragma warning disable CA5350, CA5351 // The methods are the file format's; nothing is protected with them here.
    private static byte[]? OldKey(PdfDictionary encrypt, byte[] owner, byte[] user, byte[] id, int revision, int version, Func<PdfValue, PdfValue> resolve)
    {
        int length = version == 1 ? 5 : Math.Clamp(resolve(encrypt["Length"]) is { Kind: PdfKind.Number } bits ? bits.Integer / 8 : version >= 4 ? 16 : 5, 5, 16);
        byte[] permissions = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(permissions, (uint)((long)Math.Clamp(resolve(encrypt["P"]).Number, int.MinValue, uint.MaxValue) & uint.MaxValue));
        bool plainMetadata = revision >= 4 && resolve(encrypt["EncryptMetadata"]) is { Kind: PdfKind.Boolean, IsTrue: false };
        byte[] hash = MD5.HashData([.. Padding, .. owner.AsSpan(0, Math.Min(32, owner.Length)), .. permissions, .. id, .. plainMetadata ? [0xFF, 0xFF, 0xFF, 0xFF] : Array.Empty<byte>()]);
        for (int i = 0; revision >= 3 && i < 50; i++) hash = MD5.HashData(hash.AsSpan(0, length));
        byte[] key = hash[..length];
        if (revision == 2) return Rc4(key, Padding).AsSpan().SequenceEqual(user) ? key : null;
        byte[] check = Rc4(key, MD5.HashData([.. Padding, .. id]));
        for (int i = 1; i < 20; i++) check = Rc4(Array.ConvertAll(key, b => (byte)(b ^ i)), check);
        return user.Length >= 16 && check.AsSpan().SequenceEqual(user.AsSpan(0, 16)) ? key : null;
    }

    private byte[] ObjectKey(int number, int generation, bool aes)
    {
        byte[] seed =
        [
            .. key, (byte)(number & 0xFF), (byte)(number >> 8 & 0xFF), (byte)(number >> 16 & 0xFF), (byte)(generation & 0xFF), (byte)(generation >> 8 & 0xFF),
            .. aes ? "sAlT"u8 : default,
        ];
        return MD5.HashData(seed)[..Math.Min(key.Length + 5, 16)];
    }
#pragma warning restore CA5350, CA5351

    private static byte[]? NewKey(byte[] user, byte[] userKey, int revision)
    {
        if (user.Length < 48 || userKey.Length < 32) return null;
        ReadOnlySpan<byte> validation = user.AsSpan(32, 8), salt = user.AsSpan(40, 8);
        if (!Hash(validation, revision).AsSpan().SequenceEqual(user.AsSpan(0, 32))) return null;
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = Hash(salt, revision);
        return aes.DecryptCbc(userKey.AsSpan(0, 32), new byte[AesBlock], PaddingMode.None);
    }

    // ISO 32000-2, 7.6.4.3.4 (algorithm 2.B) for the empty password.
    private static byte[] Hash(ReadOnlySpan<byte> salt, int revision)
    {
        byte[] hash = SHA256.HashData(salt);
        if (revision < 6) return hash;
        for (int round = 0; ; round++)
        {
            byte[] block = new byte[hash.Length * 64];
            for (int i = 0; i < 64; i++) hash.CopyTo(block, i * hash.Length);
            using var aes = System.Security.Cryptography.Aes.Create();
            aes.Key = hash[..16];
            byte[] mixed = aes.EncryptCbc(block, hash.AsSpan(16, 16), PaddingMode.None);
            int sum = 0;
            foreach (byte b in mixed.AsSpan(0, 16)) sum += b;
            hash = (sum % 3) switch { 0 => SHA256.HashData(mixed), 1 => SHA384.HashData(mixed), _ => SHA512.HashData(mixed) };
            if (round >= 63 && mixed[^1] <= round - 31) return hash[..32];
        }
    }

    private static byte[] Aes(byte[] key, ReadOnlySpan<byte> data)
    {
        int length = (data.Length - AesBlock) / AesBlock * AesBlock;
        if (length <= 0) return [];
        using var aes = System.Security.Cryptography.Aes.Create();
        aes.Key = key;
        byte[] plain = aes.DecryptCbc(data.Slice(AesBlock, length), data[..AesBlock], PaddingMode.None);
        int padding = plain[^1];
        return padding is >= 1 and <= AesBlock ? plain[..^padding] : plain;
    }

    private static byte[] Rc4(byte[] key, ReadOnlySpan<byte> data)
    {
        byte[] state = new byte[256];
        for (int i = 0; i < 256; i++) state[i] = (byte)i;
        for (int i = 0, j = 0; i < 256; i++)
        {
            j = j + state[i] + key[i % key.Length] & 0xFF;
            (state[i], state[j]) = (state[j], state[i]);
        }

        byte[] result = new byte[data.Length];
        for (int n = 0, i = 0, j = 0; n < data.Length; n++)
        {
            i = i + 1 & 0xFF;
            j = j + state[i] & 0xFF;
            (state[i], state[j]) = (state[j], state[i]);
            result[n] = (byte)(data[n] ^ state[state[i] + state[j] & 0xFF]);
        }

        return result;
    }
}
