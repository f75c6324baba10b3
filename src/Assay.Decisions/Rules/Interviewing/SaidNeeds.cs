using Assay.Decisions.Requirements;
using Assay.Text;

namespace Assay.Decisions.Rules.Interviewing;

/// <summary>Needs said one by one in one place, each once, in any order.</summary>
internal sealed class SaidNeeds
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private Needs _needs = new();

    /// <summary>What is wrong so far.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>All of them.</summary>
    /// <exception cref="InputException">Something is wrong; lists all.</exception>
    public Needs Needs => Problems.Count > 0 ? throw new InputException(Problems) : NeedChecks.Times(_needs) is { } problem ? throw new InputException(new Problem("", null, problem)) : _needs;

    /// <summary>Adds one, or a problem.</summary>
    /// <param name="name">The need.</param>
    /// <param name="text">Its value as people write it.</param>
    /// <param name="at">Where it stands.</param>
    public void Add(string name, string text, Problem at)
    {
        NeedReading alone = NeedAnswer.Read(new Needs(), name, text);
        string? value = alone.Needs is { } one ? NeedFields.Find(name)!.Text(one) : null;
        if (value is not null && _values.TryGetValue(name, out string? before) && before != value)
        {
            string how = name is "goals" or "tried" ? $"Give all in one: {name}={before}, {value}." : "Give it once.";
            Problems.Add(at with { Message = $"'{name}' is given twice: {before}, and {value}. {how}" });
            return;
        }

        if (value is not null) _values[name] = value;
        NeedReading reading = NeedAnswer.Read(_needs, name, text);
        if (reading.Problem is { } problem) Problems.Add(at with { Message = problem });
        _needs = reading.Needs ?? _needs;
    }
}
