using System.Diagnostics;
using System.Globalization;
using Assay.Benchmarks.Models;
using Assay.Benchmarks.Reports;
using Assay.Models.Training;
using Assay.Models.Training.Cuda;
using Assay.Numerics.Cuda;
using Assay.Tuning.FromScratch;

namespace Assay.Tests.Models.Training;

/// <summary>Training on a graphics processor, on the emulator of <c>eng/cuda-emulator</c>, where there is a C++ compiler: what kernels read and write, and what comes of it.</summary>
public sealed class CudaDecoderTests
{
    private static readonly ScratchShape Shape = new() { Vocabulary = 300, Width = 128, Layers = 2, Heads = 2, FeedForward = 96, Positions = 256 };

    [EmulatorFact]
    public void Two_steps_agree_with_those_of_the_processor()
    {
        using var folder = new TemporaryFolder();
        ScratchModel.Write(folder.Path, Texts, Shape, seed: 3);
        Assert.True(CudaCheck.Run(() => TrainableDecoder.FromFolder(folder.Path), tokens: 430));
    }

    [EmulatorFact]
    public void The_same_batches_give_the_same_bytes()
    {
        using var folder = new TemporaryFolder();
        ScratchModel.Write(folder.Path, Texts, Shape, seed: 3);
        Assert.Equal(Trained(folder.Path), Trained(folder.Path));
    }

    [EmulatorFact]
    public void Heads_of_another_width_are_refused()
    {
        using var folder = new TemporaryFolder();
        ScratchModel.Write(folder.Path, Texts, Shape with { Heads = 4 }, seed: 3);
        using CudaDevice device = CudaDevice.Open();
        Assert.Contains("heads of 64 values", Assert.Throws<ArgumentException>(() => new CudaDecoder(TrainableDecoder.FromFolder(folder.Path), device, 64)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts => Enumerable.Range(0, 2000).Select(i => string.Create(CultureInfo.InvariantCulture, $"entry {i * 7919 % 10007} of part {(char)('a' + (i % 26))}{i % 13} is number {i}"));

    private static float[] Trained(string folder)
    {
        TrainableDecoder decoder = TrainableDecoder.FromFolder(folder);
        using CudaDevice device = CudaDevice.Open();
        using var cuda = new CudaDecoder(decoder, device, 80);
        int[] tokens = [.. Enumerable.Range(0, 75).Select(i => i * 31 % decoder.Config.VocabularySize)];
        CudaBatch batch = CudaBatch.Of(new TrainingBatch(tokens, [.. tokens.Skip(1), 0], [], [70, 5]), decoder.Config.VocabularySize, decoder.Config.MaxPositions);
        for (int step = 1; step <= 2; step++)
        {
            cuda.Add(batch, batch.TotalWeight);
            cuda.Step(new(1e-3), step, mostNorm: 1);
        }

        cuda.Read();
        return [.. decoder.Parameters.SelectMany(p => p.Values)];
    }

    /// <summary>A test that needs the emulator, which needs Linux and g++; it is built once.</summary>
    private sealed class EmulatorFactAttribute : FactAttribute
    {
        private static readonly Lazy<string?> Missing = new(Build);

        public EmulatorFactAttribute() => Skip = Missing.Value;

        private static string? Build()
        {
            if (!OperatingSystem.IsLinux()) return "The emulator runs on Linux.";
            string library = Path.Combine(Path.GetTempPath(), "assay-tests", "cuda-emulator"), script = Path.Combine(Machine.Root(), "eng", "cuda-emulator", "build.sh");
            try
            {
                using Process build = Process.Start(new ProcessStartInfo("sh", [script, library]) { RedirectStandardError = true })!;
                string said = build.StandardError.ReadToEnd();
                build.WaitForExit();
                if (build.ExitCode == 127 || said.Contains("g++: not found", StringComparison.Ordinal)) return "The emulator needs g++.";
                if (build.ExitCode != 0) throw new InvalidOperationException($"The emulator does not build: {said}");
            }
            catch (System.ComponentModel.Win32Exception error)
            {
                return $"The emulator cannot be built: {error.Message}";
            }

            Environment.SetEnvironmentVariable("ASSAY_CUDA", library);
            return null;
        }
    }
}
