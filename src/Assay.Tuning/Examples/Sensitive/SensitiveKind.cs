namespace Assay.Tuning.Examples.Sensitive;

/// <summary>Kinds of personal data and secrets.</summary>
public enum SensitiveKind
{
    /// <summary>A private key in PEM.</summary>
    PrivateKey,

    /// <summary>A key, token or password of a well-known shape, or a random-looking one beside a name such as <c>api_key</c>.</summary>
    Key,

    /// <summary>A payment card's number (13 to 19 digits, a known issuer's beginning, Luhn's check digit).</summary>
    Card,

    /// <summary>An international bank account number (its country's length, remainder 1 by 97).</summary>
    Iban,

    /// <summary>A social security number of the United States: a number that can have been given out, written with hyphens, or beside its name.</summary>
    NationalId,

    /// <summary>An e-mail address, but for the domains that are reserved for examples.</summary>
    Email,

    /// <summary>A telephone number.</summary>
    Phone,

    /// <summary>An IPv4 or IPv6 address, but for loopback, unspecified and documentation ones.</summary>
    IpAddress,
}
