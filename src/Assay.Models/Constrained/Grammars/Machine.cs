using System.Collections.Immutable;
using Assay.Models.Constrained.Automata;

namespace Assay.Models.Constrained.Grammars;

/// <summary>One way to read what comes next: a state of an automaton and what follows after it.</summary>
/// <param name="Dfa">The automaton.</param>
/// <param name="State">Its state, not yet at an end.</param>
/// <param name="After">What follows; null for the end of the text.</param>
/// <param name="Keys">The key language when a key is being read.</param>
/// <param name="Prefix">The key so far while it is the beginning of a key the object has; null when it is not.</param>
internal readonly record struct Way(Dfa Dfa, int State, Frame? After, KeyLanguage? Keys, string? Prefix)
{
    /// <summary>Fewest bytes to the end of the text.</summary>
    public long Least => Cost.Add(Prefix is null ? Dfa.Distance(State) : Keys!.Shortest(State, Prefix, After!.Key.Keys), After?.Rest ?? 0);
}

/// <summary>Ways being collected.</summary>
internal sealed class WaySet
{
    // Dropping the longest ways keeps every text that is generated valid and possible to end.
    private const int Most = 2048;
    private readonly List<Way> ways = [];
    private readonly HashSet<Way> known = [];

    /// <summary>Whether the text may end here.</summary>
    public bool Ends { get; set; }

    /// <summary>Adds a way that can come to an end.</summary>
    public void Add(Way way)
    {
        if (way.Least < Cost.Never && known.Add(way)) ways.Add(way);
    }

    /// <summary>What was collected.</summary>
    public ImmutableArray<Way> Ways() => ways.Count <= Most ? [.. ways] : [.. ways.OrderBy(t => t.Least).Take(Most)];
}

/// <summary>Reads texts of a grammar byte by byte, in all ways at once. Places are made when they are first reached and then shared.</summary>
/// <remarks>Making places is guarded by <see cref="Gate"/>; following known ones needs no lock.</remarks>
internal sealed class Machine
{
    private readonly Expression root;
    private readonly byte[] classOf;
    private readonly int classes;
    private readonly Dictionary<FrameKey, Frame> frames = [];
    private readonly Dictionary<KeyList, KeyList> keyLists = [];
    private readonly Dictionary<WaysKey, Place> places = [];

    /// <summary>A machine.</summary>
    /// <param name="root">The grammar.</param>
    /// <param name="classOf">Classes of bytes that no automaton of the grammar tells apart.</param>
    public Machine(Expression root, byte[] classOf)
    {
        this.classOf = classOf;
        classes = classOf.Max() + 1;
        this.root = root;
        Start = Begin();
    }

    /// <summary>Held while places are made.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The place before the text.</summary>
    public Place Start { get; private set; }

    /// <summary>Places in memory.</summary>
    public int PlaceCount => places.Count;

    /// <summary>Number of places from which on <see cref="Limit"/> forgets.</summary>
    public int MostPlaces { get; set; } = 100_000;

    /// <summary>How often everything was forgotten.</summary>
    public int Epoch { get; private set; }

    /// <summary>The place after a byte, or null when the byte is not allowed. Takes the lock when the place is new.</summary>
    public Place? Step(Place from, byte value)
    {
        if (from.Ways.IsEmpty) return null;
        Place? known = Volatile.Read(ref from.Next[classOf[value]]);
        if (known is not null) return known.IsDead ? null : known;
        lock (Gate)
        {
            Place made = Make(from, value);
            Volatile.Write(ref from.Next[classOf[value]], made);
            return made.IsDead ? null : made;
        }
    }

    /// <summary>The place with the text of the key that just ended written into the list of its object.</summary>
    public Place Commit(Place place, string key)
    {
        lock (Gate) return Intern(new WaysKey([.. place.Ways.Select(t => t with { After = Rewrite(t.After, key) })]), place.Ends);
    }

    /// <summary>The same place among those of the present epoch.</summary>
    public Place Adopt(Place place)
    {
        if (place.Epoch == Epoch) return place;
        lock (Gate) return Intern(new WaysKey([.. place.Ways.Select(t => t with { After = Rewrite(t.After, null) })]), place.Ends);
    }

    /// <summary>Forgets all places but those in use, when there are too many. Not to be called between two steps of one text without <see cref="Adopt"/>.</summary>
    /// <param name="also">Whether to forget for another reason.</param>
    /// <returns>Whether it did.</returns>
    public bool Limit(bool also)
    {
        lock (Gate)
        {
            if (places.Count < MostPlaces && !also) return false;
            places.Clear();
            frames.Clear();
            keyLists.Clear();
            Epoch++;
            Start = Begin();
            return true;
        }
    }

    /// <summary>The one cell with a content.</summary>
    public Frame Frame(FrameKey key)
    {
        if (!frames.TryGetValue(key, out Frame? frame)) frames.Add(key, frame = new Frame(key));
        return frame;
    }

    /// <summary>Adds an automaton that is read next.</summary>
    public void Read(Dfa dfa, Frame? after, WaySet into)
    {
        if (!dfa.IsEmpty) Arrive(new Way(dfa, 0, after, null, null), into);
    }

    /// <summary>Adds a key that is read next.</summary>
    public static void ReadKey(KeyLanguage keys, Frame after, WaySet into)
    {
        if (!keys.Dfa.IsEmpty) into.Add(new Way(keys.Dfa, 0, after, keys, after.Key.Keys is null ? null : ""));
    }

    /// <summary>Goes on after a part has ended.</summary>
    public void Continue(Frame? after, WaySet into)
    {
        if (after is null) into.Ends = true;
        else after.Key.Owner.Resume(this, after.Key, into);
    }

    private Place Begin()
    {
        WaySet ways = new();
        if (root.Least(0) < Cost.Never) root.Start(this, 0, null, ways);
        return Intern(ways);
    }

    private void Arrive(Way way, WaySet into)
    {
        if (way.Dfa.HasMoves(way.State)) into.Add(way);
        if (way.Dfa.Accepts(way.State)) Continue(way.After, into);
    }

    private Place Make(Place from, byte value)
    {
        WaySet ways = new();
        foreach (Way way in from.Ways)
        {
            int state = way.Dfa.Next(way.State, value);
            if (state == Dfa.Dead) continue;
            if (way.Keys is null)
            {
                Arrive(way with { State = state }, ways);
                continue;
            }

            string? prefix = way.Prefix is null ? null : way.Prefix + (char)value;
            if (value == '"')
            {
                bool taken = way.Prefix is { } key && way.After!.Key.Keys!.All().Contains(key);
                if (!taken) Continue(way.After, ways);
                continue;
            }

            if (prefix is not null && !way.After!.Key.Keys!.All().Any(k => k.StartsWith(prefix, StringComparison.Ordinal))) prefix = null;
            ways.Add(new Way(way.Dfa, state, way.After, way.Keys, prefix));
        }

        return Intern(ways);
    }

    private Place Intern(WaySet ways) => Intern(new WaysKey(ways.Ways()), ways.Ends);

    private Place Intern(WaysKey ways, bool ends)
    {
        WaysKey key = ways with { Ends = ends };
        if (!places.TryGetValue(key, out Place? place)) places.Add(key, place = new Place(ways.Ways, ends, classes, Epoch));
        return place;
    }

    private Frame? Rewrite(Frame? frame, string? key)
    {
        if (frame is null || (key is not null && !frame.AnyPending)) return frame;
        FrameKey content = frame.Key with { Parent = Rewrite(frame.Key.Parent, key) };
        if (key is null) content = content with { Keys = Rewrite(content.Keys) };
        else if (content.Pending) content = content with { Pending = false, Keys = List(key, content.Keys) };
        return Frame(content);
    }

    private KeyList? Rewrite(KeyList? list)
    {
        KeyList? result = null;
        foreach (string key in list?.All().Reverse() ?? []) result = List(key, result);
        return result;
    }

    private KeyList List(string key, KeyList? earlier)
    {
        KeyList list = new(key, earlier, (earlier?.Count ?? 0) + 1);
        if (keyLists.TryGetValue(list, out KeyList? known)) return known;
        keyLists.Add(list, list);
        return list;
    }

    private sealed record WaysKey(ImmutableArray<Way> Ways)
    {
        public bool Ends { get; init; }

        public bool Equals(WaysKey? other) => other is not null && Ends == other.Ends && Ways.AsSpan().SequenceEqual(other.Ways.AsSpan());

        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.Add(Ends);
            foreach (Way way in Ways) hash.Add(way);
            return hash.ToHashCode();
        }
    }
}
