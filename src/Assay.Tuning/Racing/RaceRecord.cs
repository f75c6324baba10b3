using System.Collections.Immutable;
using Assay.Tuning.Registry;

namespace Assay.Tuning.Racing;

/// <summary>A race under way as it is kept: its plan and what was measured.</summary>
/// <param name="Key">What it is a race of.</param>
/// <param name="OtherSeconds">Time that measuring the speed took, and what ran out of time.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Measurements">What was measured.</param>
internal sealed record RaceRecord(string Key, double OtherSeconds, RacePlan Plan, ImmutableArray<RaceMeasurement> Measurements)
{
    /// <summary>Reads what was kept.</summary>
    /// <returns>Null where there is nothing of this race.</returns>
    public static RaceRecord? Read(string path, string key)
    {
        if (!File.Exists(path)) return null;
        RaceRecord record = RegistryJson.Read<RaceRecord>(path, "Remove it to search from the beginning.");
        return record.Key == key ? record : null;
    }

    /// <summary>Writes it, whole or not at all.</summary>
    public void Write(string path) => RegistryJson.Write(path, this);
}
