using Assay.Models.Adapters;
using Assay.Models.Local;

namespace Assay.Tuning.Scoring;

/// <summary>A model as it answers: its weights, and the adapter on top of them.</summary>
/// <param name="Model">The weights with tokenizer and template; not disposed with this.</param>
/// <param name="Adapter">What is added to them; null for the model alone. Not disposed with this.</param>
public sealed record RunningModel(LocalModel Model, LoraAdapter? Adapter = null)
{
    /// <summary>Tokens of its vocabulary.</summary>
    public int Vocabulary => Model.Config.VocabularySize;
}
