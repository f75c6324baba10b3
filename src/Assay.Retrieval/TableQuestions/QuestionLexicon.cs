namespace Assay.Retrieval.TableQuestions;

/// <summary>Words that questions over tables are made of, besides names and values.</summary>
internal static class QuestionLexicon
{
    // One line a kind: what it says, then the phrases that say so.
    private const string Phrases = """
        HowMany||how many;how many of each;number of;the number of;count;count of;what number of;quantity of how many;amount of how many
        HowMany|times|how many times;how often;number of times
        HowMuch||how much
        HowMuch|long|how long;how far
        Ask||where;what;list;show;give;name;tell
        Ask|which|which;which one
        Who||who;whom;whose
        When||when;since when;until when
        Aggregate|sum|sum;total;the sum;total of;sum of;in total;altogether;overall;combined;together;in all;all together;added up;add up;add it up;add them up;summed up;taken together;total amount of;grand total
        Aggregate|average|average;mean;avg;on average
        Aggregate|median|median
        Superlative|+many|most
        Superlative|+many|largest number of;highest number of;greatest number of;biggest number of
        Superlative|-many|least;fewest;smallest number of;lowest number of
        Superlative|+|highest;maximum;max;top;best;bitterest;strongest;tallest;fastest;widest;deepest;steepest
        Superlative|-|lowest;minimum;min;bottom
        Superlative|-good|worst
        Superlative|+size|largest;biggest;greatest
        Superlative|-size|smallest
        Superlative|+count|most often;most frequently;most frequent;most common;most common one;most frequent one;most popular one;most used one;commonest;most popular;most used
        Superlative|-count|least often;least frequently;least common;rarest
        Superlative|-price|cheapest;least expensive
        Superlative|+price|most expensive;priciest;costliest;dearest
        Superlative|-date|earliest;first
        Superlative|+new|newest
        Superlative|+worth|most valuable
        Superlative|-worth|least valuable
        Superlative|+date|latest;most recent;most recently;last
        Superlative|-young|youngest
        Superlative|+old|oldest
        Superlative|+duration|longest
        Superlative|+tenure|longest;longest serving;longest standing
        Superlative|-duration|shortest;quickest
        Superlative|+weight|heaviest
        Superlative|-weight|lightest
        Superlative|+salary|best paid;highest paid;best earning;top earning
        Superlative|-salary|lowest paid;worst paid
        Compare|>|more than;over;above;greater than;larger than;bigger than;higher than;exceed;exceeds;exceeding;exceeded;in excess of;beyond;upwards of
        Compare|<|less than;under;below;fewer than;smaller than;lower than
        Compare|>=|at or above;at or over;at least;no less than;not less than;no fewer than;a minimum of
        Compare|<=|at or below;at or under;at most;no more than;not more than;up to;a maximum of
        Compare|=|exactly;equal to
        Compare|<price|cheaper than
        Compare|>price|more expensive than;dearer than
        Compare|>age|older than
        Compare|<age|younger than
        Compare|>duration|longer than
        Compare|<duration|shorter than
        Compare|>weight|heavier than
        Compare|<weight|lighter than
        OrMore|>=|or more;or longer;or greater;and up;and more;or upwards;or above;or over;or higher;and above;and over
        OrMore|>=good|or better;and better
        OrMore|>=later|or later;and later;or after;onwards;onward;and onwards
        OrMore|<=later|or earlier;and earlier;or before
        OrMore|<=|or less;or shorter;or fewer;or below;or lower
        DateCompare|<|since before;from before;before the start of;before the beginning of;before;ahead of;prior to;earlier than
        DateCompare|>|after the end of;after;later than
        DateCompare|>=|since the start of;since the beginning of;from the start of;since;from;as of;not before;no earlier than;on or after;starting;starting from
        DateCompare|<=|until;by the end of;before the end of;until the end of;no later than;up until;till;through;on or before;to;up to;by
        Between||between
        More|+|more
        More|-|fewer;less
        Than||than
        Not||not;no;never;without;except;excluding;except for;other than;apart from;outside;outside of;but not;neither;nor;besides;none of;non;anything but;everything but;anywhere but;everywhere but;anyone but;everyone but;anybody but;everybody but;all but;not counting;leaving out;leaving aside;aside from;different from
        Or||or
        And||and;as well as;plus
        Per||per;by;for each;for every;in each;in every;each;every;for each of the;grouped by;broken down by;split by;break down by;breakdown by;within each;according to;at each
        Sign|<|negative
        Sign|>|positive
        Period|month|month;months;calendar month
        Period|quarter|quarter;quarters
        Period|year|year;years;calendar year
        Period|+month|monthly;month by month
        Period|+quarter|quarterly;quarter by quarter
        Period|+year|yearly;year by year
        Distinct||counting everyone only once;counting everyone once;counting each only once;counting each once;counted only once;different;distinct;unique;separate;distinct values of;different values of
        Share||percentage of;percentage;percent of;share of;proportion of;fraction of;what percent of;percent;portion of
        Difference||difference;difference in;difference between
        Money||money
        Money|cost|cost;costs;pay for;paid for
        Money|each|per unit;per piece;per item;apiece;a piece;each
        Spend||spend;spent;spends;spending
        Spend||bring in;brings in;brought in
        Spend|worth|worth
        Spend|money|billed;charged
        Spend|pay|paid;pay;pays
        Spend|noun|expenses;spending;expenditure;expenditures
        Spend|flow|sold;ordered;bought;generated;sell;sells;order;buy;buys
        Event||start;started;starts;begin;began;begun;launched;happen;happened;occur;occurred;dated;booked;entered;took place;scheduled;filed
        Record||rows;row;records;record;entries;entry;everything;anything
        Only|ones|ones
        Only|noun|space;spaces
        Only|lost|lose to;lost to
        Only||only;right now;at the moment;at present;share the;shares the;paid by;paid in;paid with;kind of;kinds of;type of;types of;sort of;sorts of;handed in;sent in;on board;aboard;assigned to;scheduled with;scheduled for;allocated to;linked to;associated with;belonging to;related to;account for;accounts for;accounted for;we stock;we offer;we sell;we run;carried out;find out;found out;sent out;paid out;turned out;whole of;the whole of;ended up;end up;ends up;shows up;show up;showed up;look after;looks after;looked after;takes care of;take care of;over all;over all the;out of all;out of our;out of the;in percent;as a percentage;in the workbook;in this workbook;in the spreadsheet;in this spreadsheet;in the sheet;in this sheet;in the file;in this file;in the table;in this table;in the data;in our data;in the database;in our database
        Stated||entered;recorded;given;filled in;filled;noted;specified;provided;on file;on record;known;stated;listed
        Blank|some|have a;have an;have any;has a;has an;has any;had a;had an;had any;with a;with an;with any
        Blank||missing;lack;lacks;lacking;lacked;unknown;empty;blank;left blank;left empty
        Stock|0|out of stock;sold out
        Stock||on hand;in stock;on stock
        Regardless|before|include;including
        Regardless|behind|included
        Regardless||whatever;regardless of;irrespective of;no matter;independent of
        """;

    // Words that change nothing about which rows are meant; what a question says with any other word must be found in a table.
    private const string Harmless = """
        a an the of in on at for from to with and by as into than that this these those there here their its our we us you your i me my it they them
        is are was were be been being has have had having do does did done can could please
        what which who whom whose when where how many much show list give tell name find get got
        all any each every some still currently already now also just both other such so far only ever
        come came comes make made makes place placed places put belong belongs go went hold held holds keep kept carry carried
        take took taken takes use used uses using based stationed situated located live lives living work works working worked working on
        log logged record recorded register listed list contain contained contains include included includes stand stands
        number amount value values total size level figure people
        among across within during off up down per average respectively together in total
        state stated written down shown worth across whole entire per day
        send sends fell fall falls run runs ran thing things sent received bought sold ordered order rent rented see
        either whether somewhere anywhere someone somebody anybody anyone everybody everyone stored appear appears appeared bring brings brought provide provides provided
        through via receive receives ask asks asked handle handles handled attract attracts attracted
        yet counting lasts lasted gets goes carries gives gave given saw causes caused cause consist consists consisted comprise comprises comprised submit need needs needed require requires required involve involves involved put
        offers offered travelled traveled exist exists existed single breakdown break namely meaning kindly hello hi thanks thank pls plz numbers them would will because but
        """;

    // Words that say how something is or what became of it. A column whose values they are need not hold them today, so that they never stand for a part of some other name.
    private const string States = """
        open opened closed close new old active inactive pending waiting paid unpaid due overdue late early delayed urgent high low medium normal critical minor major free busy available unavailable sold
        blocked done finished unfinished complete completed incomplete started running stopped paused failed successful cancelled canceled delivered shipped returned refunded approved rejected accepted declined
        draft planned scheduled resolved unresolved solved unsolved confirmed unconfirmed former future past first last large small big public private internal external permanent temporary full empty
        assigned unassigned enabled disabled valid invalid expired archived deleted lost won good bad better best ready progress hold review
        """;

    private static readonly HashSet<string> s_states = [.. States.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
    private static readonly Dictionary<string, List<(ItemKind, string)>> s_phrases = Parse();
    private static readonly HashSet<string> s_harmless = [.. Harmless.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Except(["state", "people", "size", "level", "figure", "whole", "size", "day", "order", "rent", "rented", "ordered", "value", "amount", "register", "name"])];

    /// <summary>Most words of a phrase.</summary>
    public const int Longest = 4;

    /// <summary>What a phrase does.</summary>
    /// <param name="phrase">Words in lower case with single spaces.</param>
    public static IReadOnlyList<(ItemKind Kind, string Says)> Find(string phrase) => s_phrases.TryGetValue(phrase, out List<(ItemKind, string)>? found) ? found : [];

    /// <summary>Whether a word changes nothing about which rows are meant.</summary>
    public static bool IsHarmless(string word) => s_harmless.Contains(word);

    /// <summary>Whether a word says how something is or what became of it: open, paid, late.</summary>
    public static bool IsState(string word) => s_states.Contains(word);

    /// <summary>Whether a word says that something was done, so that <c>by</c> behind it says by whom.</summary>
    public static bool IsDone(string word) => word.EndsWith("ed", StringComparison.Ordinal) || word is "made" or "sent" or "led" or "written" or "sold" or "taken" or "held" or "bought" or "paid" or "spent" or "given" or "done" or "run" or "owned" or "seen" or "won";

    private static Dictionary<string, List<(ItemKind, string)>> Parse()
    {
        var phrases = new Dictionary<string, List<(ItemKind, string)>>(StringComparer.Ordinal);
        foreach (string line in Phrases.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] parts = line.Split('|');
            foreach (string phrase in parts[2].Split(';'))
            {
                if (!phrases.TryGetValue(phrase, out List<(ItemKind, string)>? kinds)) phrases[phrase] = kinds = [];
                kinds.Add((Enum.Parse<ItemKind>(parts[0]), parts[1]));
            }
        }

        return phrases;
    }
}
