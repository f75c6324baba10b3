using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Assay.Retrieval.Reading.Pdf.Fonts;

/// <summary>Characters by the names that fonts give their glyphs: those of the Adobe Glyph List for Latin, Greek, Cyrillic and signs, and its rules for <c>uni</c> names, parts and suffixes.</summary>
internal static class GlyphNames
{
    private const int LongestName = 64;

    /// <summary>The names of ASCII from the space to the tilde, in its order.</summary>
    public const string Ascii =
        "space exclam quotedbl numbersign dollar percent ampersand quotesingle parenleft parenright asterisk plus comma hyphen period slash zero one two three four five six seven eight nine " +
        "colon semicolon less equal greater question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright asciicircum underscore grave " +
        "a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde";

    // U+00A1 to U+00FF, Greek from its Alpha, then pairs of a name and its character.
    private const string LatinNames =
        "exclamdown cent sterling currency yen brokenbar section dieresis copyright ordfeminine guillemotleft logicalnot softhyphen registered macron degree plusminus twosuperior threesuperior " +
        "acute mu paragraph periodcentered cedilla onesuperior ordmasculine guillemotright onequarter onehalf threequarters questiondown Agrave Aacute Acircumflex Atilde Adieresis Aring AE " +
        "Ccedilla Egrave Eacute Ecircumflex Edieresis Igrave Iacute Icircumflex Idieresis Eth Ntilde Ograve Oacute Ocircumflex Otilde Odieresis multiply Oslash Ugrave Uacute Ucircumflex " +
        "Udieresis Yacute Thorn germandbls agrave aacute acircumflex atilde adieresis aring ae ccedilla egrave eacute ecircumflex edieresis igrave iacute icircumflex idieresis eth ntilde " +
        "ograve oacute ocircumflex otilde odieresis divide oslash ugrave uacute ucircumflex udieresis yacute thorn ydieresis";

    private const string GreekNames =
        "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho - Sigma Tau Upsilon Phi Chi Psi Omega Iotadieresis Upsilondieresis alphatonos epsilontonos etatonos " +
        "iotatonos upsilondieresistonos alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu1 nu xi omicron pi rho sigma1 sigma tau upsilon phi chi psi omega iotadieresis " +
        "upsilondieresis omicrontonos upsilontonos omegatonos";

    private const string Others =
        "quoteright’quoteleft‘quotedblleft“quotedblright”quotesinglbase‚quotedblbase„guilsinglleft‹guilsinglright›endash–emdash—horizontalbar―figuredash‒bullet•ellipsis…dagger†daggerdbl‡" +
        "perthousand‰fraction⁄florinƒEuro€trademark™minus−radical√infinity∞integral∫summation∑product∏partialdiff∂approxequal≈notequal≠lessequal≤greaterequal≥lozenge◊dotlessiıdotlessjȷ" +
        "LslashŁlslashłOEŒoeœDcroatĐdcroatđHbarĦhbarħTbarŦtbarŧEngŊengŋkgreenlandicĸlongsſLdotĿldotŀnapostropheŉIJĲijĳcircumflexˆtilde˜caronˇbreve˘dotaccent˙ring˚ogonek˛hungarumlaut˝" +
        "fi\uFB01fl\uFB02ff\uFB00ffi\uFB03ffl\uFB04nbspace\u00A0nonbreakingspace\u00A0sfthyphen\u00ADhyphentwo‐arrowleft←arrowup↑arrowright→arrowdown↓arrowboth↔arrowupdn↕arrowdblleft⇐arrowdblup⇑" +
        "arrowdblright⇒arrowdbldown⇓arrowdblboth⇔universal∀existential∃suchthat∋asteriskmath∗congruent≅therefore∴perpendicular⊥similar∼element∈notelement∉propersubset⊂propersuperset⊃" +
        "reflexsubset⊆reflexsuperset⊇notsubset⊄union∪intersection∩logicaland∧logicalor∨emptyset∅gradient∇angle∠circleplus⊕circlemultiply⊗dotmath⋅proportional∝equivalence≡aleph" +
        "ℵIfrakturℑRfrakturℜweierstrass℘angleleft⟨angleright⟩theta1ϑphi1ϕomega1ϖUpsilon1ϒestimated℮minute′second″club♣diamond♦heart♥spade♠Omegainverse℧filledbox■triagup▲triagdn▼circle○" +
        "blackcircle●openbullet◦checkmark✓numero№afii61352№epsilon1ϵrho1ϱkappa1ϰprime′star⋆bardbl‖periodinferior․nabla∇precedes≺follows≻lessmuch≪" +
        "greatermuch≫floorleft⌊floorright⌋ceilingleft⌈ceilingright⌉latticetop⊤turnstileleft⊢turnstileright⊣mapsto↦lscriptℓwreathproduct≀square□";

    private static readonly FrozenDictionary<string, string> Accents = new Dictionary<string, string>
    {
        ["grave"] = "\u0300", ["acute"] = "\u0301", ["circumflex"] = "\u0302", ["tilde"] = "\u0303", ["macron"] = "\u0304", ["breve"] = "\u0306", ["dotaccent"] = "\u0307", ["dot"] = "\u0307",
        ["dieresis"] = "\u0308", ["hookabove"] = "\u0309", ["ring"] = "\u030A", ["hungarumlaut"] = "\u030B", ["caron"] = "\u030C", ["dotbelow"] = "\u0323", ["commaaccent"] = "\u0326",
        ["cedilla"] = "\u0327", ["ogonek"] = "\u0328", ["tonos"] = "\u0301",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Names = All().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a glyph of this name shows; null when the name does not say it.</summary>
    public static string? Text(string name)
    {
        if (name.Length is 0 or > LongestName || name == ".notdef") return null;
        if (Names.TryGetValue(name, out string? known)) return known;
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0) return Text(name[..dot]);
        if (name.Contains('_', StringComparison.Ordinal))
        {
            string?[] parts = [.. name.Split('_').Select(Text)];
            return parts.All(p => p is not null) ? string.Concat(parts) : null;
        }

        return Coded(name) ?? Accented(name);
    }

    private static string? Coded(string name)
    {
        if (name.StartsWith("uni", StringComparison.Ordinal) && name.Length >= 7 && name.Length % 4 == 3)
        {
            var text = new StringBuilder();
            for (int i = 3; i < name.Length; i += 4)
            {
                if (!ushort.TryParse(name.AsSpan(i, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit)) return null;
                text.Append((char)unit);
            }

            return text.ToString();
        }

        if (name[0] == 'u' && name.Length is >= 5 and <= 7
            && int.TryParse(name.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int scalar) && Rune.IsValid(scalar)) return new Rune(scalar).ToString();
        if (name.StartsWith("afii", StringComparison.Ordinal) && int.TryParse(name.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return Cyrillic(number);
        return null;
    }

    // afii10017 to 10049 are the capitals without Io, which stands at 10023; 10065 to 10097 the small letters likewise.
    private static string? Cyrillic(int number) => number switch
    {
        10023 => "Ё",
        10071 => "ё",
        >= 10017 and <= 10022 => ((char)('А' + number - 10017)).ToString(),
        >= 10024 and <= 10049 => ((char)('А' + number - 10018)).ToString(),
        >= 10065 and <= 10070 => ((char)('а' + number - 10065)).ToString(),
        >= 10072 and <= 10097 => ((char)('а' + number - 10066)).ToString(),
        _ => null,
    };

    private static string? Accented(string name)
    {
        foreach ((string accent, string mark) in Accents)
        {
            if (!name.EndsWith(accent, StringComparison.Ordinal) || name.Length == accent.Length) continue;
            if (Names.TryGetValue(name[..^accent.Length], out string? letter) && letter.Length == 1 && char.IsLetter(letter[0])) return (letter + mark).Normalize(NormalizationForm.FormC);
        }

        return null;
    }

    private static Dictionary<string, string> All()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(names, Ascii, ' ');
        Add(names, LatinNames, '\u00A1');
        Add(names, GreekNames, 'Α');
        int start = 0;
        for (int i = 0; i < Others.Length; i++)
        {
            if (char.IsAsciiLetterOrDigit(Others[i])) continue;
            names[Others[start..i]] = Others[i].ToString();
            start = i + 1;
        }

        names["Delta"] = "Δ";
        names["Omega"] = "Ω";
        names["mu"] = "µ";
        return names;
    }

    private static void Add(Dictionary<string, string> names, string list, char first)
    {
        foreach (string name in list.Split(' ')) names[name] = first++.ToString();
    }
}
