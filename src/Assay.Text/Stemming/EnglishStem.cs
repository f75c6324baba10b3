namespace Assay.Text.Stemming;

/// <summary>Stems of English words, irregular forms included.</summary>
public static class EnglishStem
{
    /// <summary>The commonest irregular forms, which no suffix rule can join.</summary>
    private const string Irregular =
        "won win lost lose wrote write written write built build began begin begun begin became become took take taken take gave give given give found find made make " +
        "went go gone go came come saw see seen see knew know known know grew grow grown grow drew draw drawn draw led lead left leave held hold kept keep met meet " +
        "paid pay said say sent send sold sell spent spend spoke speak spoken speak stood stand taught teach told tell thought think understood understand wore wear worn wear " +
        "fought fight fell fall fallen fall flew fly chose choose chosen choose broke break broken break brought bring bought buy caught catch died die dying die death die " +
        "ate eat eaten eat felt feel got get lay lie ran run rose rise risen rise sang sing sung sing sat sit shot shoot sought seek stole steal stolen steal struck strike " +
        "swam swim threw throw thrown throw woke wake overthrew overthrow arose arise bore bear born birth bred breed dealt deal drove drive driven drive fled flee " +
        "men man women woman children child people person feet foot teeth tooth mice mouse larger large largest large bigger big biggest big greater great greatest great " +
        "higher high highest high longer long longest long older old oldest old smaller small smallest small";

    private static readonly Dictionary<string, string> s_irregular = Irregular.Split(' ').Chunk(2).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

    /// <summary>The stem of a word: Porter's, of the regular form where the word is irregular.</summary>
    /// <param name="normal">The word in lower case.</param>
    /// <returns>The stem.</returns>
    public static string Of(string normal) => PorterStemmer.Stem(s_irregular.GetValueOrDefault(normal, normal));
}
