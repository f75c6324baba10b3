using System.Globalization;
using System.Text;
using Assay.Tests.Models.Constrained;

namespace Assay.Tests.Application.Causes.Planted;

/// <summary>Made-up names, figures and sentences by seed.</summary>
internal sealed class PlantedWords(Dice dice)
{
    private static readonly string[] s_first = ["bal", "dro", "fen", "gri", "hul", "jor", "kem", "lus", "mav", "nop", "quil", "ras", "sto", "tav", "ulm", "vek", "wyn", "zor"];
    private static readonly string[] s_middle = ["a", "e", "i", "o", "u", "ari", "elo", "imu", "ota", "uve"];
    private static readonly string[] s_last = ["bek", "dun", "fax", "gom", "kor", "lim", "mint", "nex", "pol", "rut", "sil", "tron", "vax", "wick", "zim"];
    private static readonly string[] s_filler =
    [
        "The workshop was painted green last summer.", "Visitors are asked to sign the book at the gate.", "A ladder stands beside the northern wall.", "The bell rings twice before lunch.",
        "Two gardeners look after the hedges.", "The archive is kept in grey boxes.", "Rain water is collected behind the shed.", "The staircase has forty wooden steps.",
        "A lamp burns in the corridor at night.", "The keys hang on a board next to the stove.", "Bread is baked in the yard on holidays.", "The clock in the tower runs a little slow.",
    ];

    private readonly HashSet<string> _names = [];
    private readonly HashSet<int> _figures = [];

    /// <summary>What pages tell of things: its name, the unit of its figures, the words of a question that avoids the page's, the category.</summary>
    public static readonly (string Name, string Unit, string Otherwise, string Category)[] Attributes =
    [
        ("warranty period", "days", "For how long are repairs free with a {0}?", "service"),
        ("delivery time", "hours", "How soon does one get a {0} shipped home?", "delivery"),
        ("maximum load", "kilograms", "How heavy may cargo be on a {0}?", "safety"),
        ("monthly fee", "crowns", "How much does somebody pay every four weeks for a {0}?", "price"),
        ("cleaning interval", "weeks", "How often should dirt come off a {0}?", "service"),
        ("noise level", "decibels", "How loud can a {0} get?", "safety"),
        ("parcel size", "centimetres", "How big is the crate that a {0} arrives in?", "delivery"),
        ("deposit", "thalers", "How much must somebody pay at first to borrow a {0}?", "price"),
    ];

    /// <summary>A name that no other thing has.</summary>
    public string Name()
    {
        while (true)
        {
            string name = dice.Pick(s_first) + dice.Pick(s_middle) + dice.Pick(s_last);
            if (_names.Add(name)) return char.ToUpperInvariant(name[0]) + name[1..];
        }
    }

    /// <summary>A name that stands on no page and is spelled like none that does.</summary>
    public string Code() => string.Create(CultureInfo.InvariantCulture, $"Y{_figures.Count}X{dice.Below(90) + 10}");

    /// <summary>A figure that stands nowhere else.</summary>
    public string Figure(string unit)
    {
        while (true)
        {
            int figure = 101 + dice.Below(9800);
            if (_figures.Add(figure)) return string.Create(CultureInfo.InvariantCulture, $"{figure} {unit}");
        }
    }

    /// <summary>Sentences about nothing, until they are as long.</summary>
    /// <param name="characters">How long at least; at most a sentence more.</param>
    public string Filler(int characters)
    {
        var text = new StringBuilder();
        while (text.Length < characters) text.Append(text.Length == 0 ? "" : " ").Append(dice.Pick(s_filler));
        return text.ToString();
    }
}
