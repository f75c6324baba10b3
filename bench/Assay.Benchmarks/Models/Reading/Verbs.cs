using System.Collections.Frozen;

namespace Assay.Benchmarks.Models.Reading;

/// <summary>English verbs as far as making questions needs them: which word is one, and its base form.</summary>
internal static class Verbs
{
    private const string Irregular = "became become,began begin,broke break,brought bring,built build,bought buy,caught catch,chose choose,came come,cut cut,dealt deal,drew draw,drove drive,ate eat,fell fall,felt feel,fought fight,found find,flew fly,forgot forget,gave give,went go,grew grow,held hold,hit hit,kept keep,knew know,laid lay,led lead,left leave,lent lend,let let,lost lose,made make,meant mean,met meet,paid pay,put put,ran run,rose rise,said say,saw see,sold sell,sent send,set set,shot shoot,showed show,sang sing,sat sit,slept sleep,spoke speak,spent spend,stood stand,stole steal,struck strike,swam swim,took take,taught teach,told tell,thought think,threw throw,understood understand,wore wear,won win,wrote write,lay lie,arose arise,bore bear,bound bind,withdrew withdraw,underwent undergo,sought seek,shook shake,spread spread,cost cost";

    private const string Base = "accept,act,add,affect,allow,appear,apply,argue,attack,begin,belong,break,bring,build,call,carry,cause,change,choose,collect,come,connect,consist,contain,continue,control,convert,cost,create,decide,define,deliver,depend,describe,determine,develop,differ,display,divide,eat,enable,end,enter,establish,exist,expand,explain,express,extend,fall,feed,find,focus,follow,form,function,gain,generate,give,go,grow,happen,help,hold,identify,include,increase,indicate,influence,introduce,involve,keep,lead,leave,let,lie,live,look,lose,make,manage,mean,measure,move,need,occur,offer,open,operate,own,pay,perform,play,prevent,process,produce,protect,prove,provide,publish,put,raise,range,reach,receive,record,reduce,refer,reflect,relate,release,rely,remain,remove,replace,report,represent,require,result,return,reveal,rise,run,see,seek,seem,send,serve,set,share,show,speak,specify,spend,stand,start,stay,stop,store,study,suggest,supply,support,take,teach,tell,tend,travel,treat,turn,use,vary,want,watch,win,work,write";

    private static readonly FrozenDictionary<string, string> Past = Irregular.Split(',').Select(p => p.Split(' ')).ToFrozenDictionary(p => p[0], p => p[1]);
    private static readonly FrozenSet<string> Plain = Base.Split(',').ToFrozenSet();
    private static readonly FrozenDictionary<string, string> Third = Plain.ToFrozenDictionary(ThirdOf, b => b);

    /// <summary>Forms of "be" and the modal verbs, which go before their subject in a question.</summary>
    public static readonly FrozenSet<string> Auxiliaries = new[] { "is", "was", "are", "were", "can", "will", "must", "has", "have", "had", "could", "should", "may", "would", "might", "cannot" }.ToFrozenSet();

    /// <summary>The word that asks and the base form of a verb: ("did", "conquer") of "conquered"; null where the word is no verb that is known.</summary>
    public static (string Asks, string Base)? Of(string word)
    {
        if (Past.TryGetValue(word, out string? of)) return ("did", of);
        if (Third.TryGetValue(word, out of)) return ("does", of);
        if (Plain.Contains(word)) return ("do", word);
        return word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal) && word.All(char.IsAsciiLetterLower) ? ("did", OfRegular(word)) : null;
    }

    private static string ThirdOf(string verb) => verb is "go" ? "goes" : verb[^1] is 's' or 'x' || verb.EndsWith("ch", StringComparison.Ordinal) || verb.EndsWith("sh", StringComparison.Ordinal) ? verb + "es" : verb[^1] == 'y' && !IsVowel(verb[^2]) ? verb[..^1] + "ies" : verb + "s";

    // "carried" carry, "planned" plan, "used" use, "worked" work.
    private static string OfRegular(string word)
    {
        string stem = word[..^2];
        if (word.EndsWith("ied", StringComparison.Ordinal)) return word[..^3] + "y";
        if (Plain.Contains(stem)) return stem;
        if (Plain.Contains(stem + "e")) return stem + "e";
        if (stem.Length > 3 && stem[^1] == stem[^2] && stem[^1] is not ('s' or 'l' or 'f')) return stem[..^1];
        bool silent = stem[^1] == 'e' || stem[^1] is 'v' or 'c' or 'g' or 'z' or 'u' or 's' && stem[^2] != 's' || (stem.Length > 2 && IsVowel(stem[^2]) && !IsVowel(stem[^3]) && stem[^1] is 't' or 'k' or 'm' or 'n' or 'r' or 'p' or 'd' or 'b' && !Ends(stem, "er", "en", "on", "it", "et", "op", "or", "in"));
        return silent ? stem + "e" : stem;
    }

    private static bool Ends(string text, params ReadOnlySpan<string> ends)
    {
        foreach (string end in ends)
        {
            if (text.EndsWith(end, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';
}
