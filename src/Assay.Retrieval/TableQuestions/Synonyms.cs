namespace Assay.Retrieval.TableQuestions;

/// <summary>Words that people use for the columns and tables of company data, whatever their headers say.</summary>
internal static class Synonyms
{
    private const string Groups = """
        employee staff worker person people member colleague personnel workforce
        person people candidate applicant
        customer client buyer
        price cost rate fee charge expensive cheap
        salary pay wage earn paid compensation earning income
        city town
        location place site office located based
        product item article goods
        country nation
        revenue sales turnover takings
        quantity units pieces count
        manager boss head lead supervisor leader led
        invoice bill
        vendor supplier
        start joined hired started begin began join hire employed entered since
        open opened created reported raised submitted
        close closed resolved solved finished completed
        duration length time long hours lasted
        amount total sum value
        date day
        daily day
        birth born
        weight weigh weighs heavy
        age old aged
        vehicle car fleet
        assignee assigned assign
        department team division unit
        title role position job
        author writer written wrote
        doctor physician
        appointment visit
        state status condition
        acquired bought purchased
        page pages
        kind type sort category
        color colour
        customer account
        rented rent rents rental renting
        delay late lateness
        revenue takings income earnings
        expense expenditure spending
        passenger traveller guest
        expiry expire expires expiration expired
        end ends ended ending expire expires expiry expiration
        built constructed
        founded established
        deadline due
        distance far
        height tall
        width wide
        lease contract agreement tenancy
        note remark comment
        teacher instructor tutor trainer teach teaches taught
        student pupil
        storage stored
        """;

    private static readonly Dictionary<string, HashSet<string>> s_groups = Build();

    /// <summary>Whether two words may stand for the same column or table.</summary>
    /// <param name="one">A word in lower case, in the singular or plural.</param>
    /// <param name="other">Another.</param>
    public static bool Are(string one, string other) => s_groups.TryGetValue(Singular(one), out HashSet<string>? group) && group.Contains(Singular(other));

    /// <summary>Whether two stems are forms of one word that the stemmer keeps apart: <c>assign</c> and <c>assigne</c>.</summary>
    public static bool AreForms(string one, string other)
    {
        if (one.Length < 5 || other.Length < 5) return false;
        int same = one.AsSpan().CommonPrefixLength(other);
        return same >= 5 && (same == one.Length || same == other.Length) && Math.Abs(one.Length - other.Length) <= 3;
    }

    /// <summary>Whether a word is called after what somebody does: an interviewer is no interview, whatever their stem.</summary>
    public static bool IsDoer(string word) => Singular(word) is { Length: >= 6 } one && (one.EndsWith("er", StringComparison.Ordinal) || one.EndsWith("or", StringComparison.Ordinal) || one.EndsWith("ant", StringComparison.Ordinal) || one.EndsWith("ee", StringComparison.Ordinal));

    /// <summary>Whether two words of one stem mean two things: a building is not what was built.</summary>
    /// <param name="one">A word in lower case.</param>
    /// <param name="other">Another.</param>
    /// <param name="stem">The stem of both.</param>
    public static bool AreApart(string one, string other, string stem) => (IsGerund(one) && !IsGerund(other) && !other.StartsWith(stem, StringComparison.Ordinal)) || (IsGerund(other) && !IsGerund(one) && !one.StartsWith(stem, StringComparison.Ordinal));

    private static bool IsGerund(string word) => Singular(word).EndsWith("ing", StringComparison.Ordinal);

    // Not the stem: a department has not departed.
    private static string Singular(string word) => word.EndsWith("ies", StringComparison.Ordinal) ? word[..^3] + "y" : word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) && !word.EndsWith("us", StringComparison.Ordinal) && word.Length > 3 ? word[..^1] : word;

    private static Dictionary<string, HashSet<string>> Build()
    {
        var groups = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (string line in Groups.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] stems = [.. line.Split(' ').Select(Singular)];
            foreach (string stem in stems)
            {
                if (!groups.TryGetValue(stem, out HashSet<string>? group)) groups[stem] = group = new HashSet<string>(StringComparer.Ordinal);
                group.UnionWith(stems);
            }
        }

        return groups;
    }
}
