namespace Assay.Retrieval.TableQuestions;

/// <summary>What belongs to a country and what the country is called: <c>Dutch</c> and <c>Netherlands</c>.</summary>
internal static class Nations
{
    private const string Names = """
        german|germany
        french|france
        dutch|netherlands;the netherlands;holland
        belgian|belgium
        austrian|austria
        swiss|switzerland
        italian|italy
        spanish|spain
        portuguese|portugal
        british|united kingdom;uk;great britain;britain
        english|england
        scottish|scotland
        welsh|wales
        irish|ireland
        danish|denmark
        swedish|sweden
        norwegian|norway
        finnish|finland
        icelandic|iceland
        polish|poland
        czech|czech republic;czechia
        slovak|slovakia
        slovenian|slovenia
        hungarian|hungary
        romanian|romania
        bulgarian|bulgaria
        croatian|croatia
        serbian|serbia
        greek|greece
        turkish|turkey;türkiye
        ukrainian|ukraine
        russian|russia
        estonian|estonia
        latvian|latvia
        lithuanian|lithuania
        luxembourgish|luxembourg
        american|united states;usa;us;united states of america
        canadian|canada
        mexican|mexico
        brazilian|brazil
        argentinian|argentina
        chilean|chile
        colombian|colombia
        australian|australia
        chinese|china
        japanese|japan
        korean|south korea;korea
        indian|india
        indonesian|indonesia
        vietnamese|vietnam
        thai|thailand
        malaysian|malaysia
        singaporean|singapore
        israeli|israel
        egyptian|egypt
        moroccan|morocco
        nigerian|nigeria
        kenyan|kenya
        """;

    private static readonly Dictionary<string, string[]> s_names = Names.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToDictionary(l => l[..l.IndexOf('|', StringComparison.Ordinal)], l => l[(l.IndexOf('|', StringComparison.Ordinal) + 1)..].Split(';'), StringComparer.Ordinal);

    /// <summary>What a country is called whose people and things a word means; empty when it means none.</summary>
    /// <param name="word">In lower case.</param>
    public static string[] Of(string word) => s_names.GetValueOrDefault(word) ?? [];
}
