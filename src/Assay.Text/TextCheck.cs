using System.Text;

namespace Assay.Text;

/// <summary>Checks of the runtime that text processing depends on; asked once at start.</summary>
public static class TextCheck
{
    /// <summary>Confirms that Unicode normalization works: without ICU it returns its input unchanged and without an error, and every tokenizer would be silently wrong.</summary>
    /// <exception cref="AssayException">An e with a combining accent does not compose; the message names the setting to change.</exception>
    public static void AssertNormalizes() => AssertNormalizes(static s => s.Normalize(NormalizationForm.FormC));

    /// <summary>The check with the normalization to be checked.</summary>
    /// <param name="compose">Normalizes to form C.</param>
    /// <exception cref="AssayException">It does not.</exception>
    internal static void AssertNormalizes(Func<string, string> compose)
    {
        if (compose("e\u0301") == "\u00E9") return;
        throw new AssayException(
            "Unicode normalization does not work in this process: 'e' with a combining accent stays two characters. The runtime is in globalization-invariant mode. " +
            "Unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT (or set it to 0), remove InvariantGlobalization from runtimeconfig.json, and install the ICU library (libicu) of the system.");
    }
}
