namespace Assay.Benchmarks.Tuning;

/// <summary>A behaviour that is learned and measured.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Title">What the report calls it.</param>
/// <param name="Run">Trains, asks and writes: data folder, training, section.</param>
internal sealed record TuningTask(string Name, string Title, Action<string, ScratchTraining, Section> Run);
