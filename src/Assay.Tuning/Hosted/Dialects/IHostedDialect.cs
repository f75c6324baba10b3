using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assay.Tuning.Hosted.Dialects;

/// <summary>The wire format of hosted tuning services: where what is asked and how answers read. Paths are below the base address.</summary>
internal interface IHostedDialect
{
    /// <summary>Where files are listed.</summary>
    string Files { get; }

    /// <summary>Where files are sent.</summary>
    string Upload { get; }

    /// <summary>Where jobs are listed and created; one job is below.</summary>
    string Jobs { get; }

    /// <summary>The name of a job's list of checkpoints below the job.</summary>
    string Checkpoints { get; }

    /// <summary>Whether long lists come in pages, asked for with <c>limit</c> and <c>after</c>.</summary>
    bool HasPages { get; }

    /// <summary>Whether jobs can be paused.</summary>
    bool CanPause { get; }

    /// <summary>How many epochs the provider takes when none are asked for.</summary>
    /// <param name="examples">Examples of the training file.</param>
    /// <returns>The number, and whether it is only what the provider is believed to choose.</returns>
    (int Epochs, bool IsGuess) EpochsOf(int examples);

    /// <summary>What is wrong with a request for this provider.</summary>
    /// <param name="request">The request.</param>
    /// <returns>A sentence for each setting; empty when nothing is.</returns>
    IEnumerable<string> Refusals(HostedTuningRequest request);

    /// <summary>The fields beside the file.</summary>
    /// <param name="name">The file's name at the provider.</param>
    /// <returns>Names and values.</returns>
    IEnumerable<(string Name, string Value)> UploadFields(string name);

    /// <summary>The body that creates a job.</summary>
    /// <param name="request">What the user wants.</param>
    /// <param name="trainingFile">Id of the file.</param>
    /// <param name="validationFile">Id of the file; null for none.</param>
    /// <param name="mark">Our mark, to find the job by: 16 hexadecimal digits.</param>
    /// <returns>A JSON object.</returns>
    JsonObject Create(HostedTuningRequest request, string trainingFile, string? validationFile, string mark);

    /// <summary>Reads a job.</summary>
    /// <param name="json">The provider's object.</param>
    /// <returns>Null when it has no id.</returns>
    HostedJob? Job(JsonElement json);

    /// <summary>Reads an event.</summary>
    /// <param name="json">The provider's object.</param>
    /// <returns>Null when it cannot be told apart from others.</returns>
    HostedEvent? Event(JsonElement json);

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="json">The provider's object.</param>
    /// <param name="job">The job.</param>
    /// <returns>Null when it has no name.</returns>
    HostedCheckpoint? Checkpoint(JsonElement json, HostedJob job);
}
