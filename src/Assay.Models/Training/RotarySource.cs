using Assay.Models.Configuration;
using Assay.Models.Decoders;
using Assay.Numerics.Layers.Rotary;

namespace Assay.Models.Training;

/// <summary>How positions turn queries and keys: the table of a loaded model, or one of its own.</summary>
internal sealed class RotarySource
{
    private readonly DecoderModel? model;
    private readonly DecoderConfig config;
    private RotaryTable? own;

    /// <summary>That of a model.</summary>
    public RotarySource(DecoderModel model) => (this.model, config) = (model, model.Config);

    /// <summary>One of its own.</summary>
    public RotarySource(DecoderConfig config) => this.config = config;

    /// <summary>A table of at least so many positions.</summary>
    public RotaryTable Table(int positions)
    {
        if (model is not null) return model.Rotary(positions);
        if (own is null || own.Positions < positions) own = config.Rotary.Table(config.HeadDim, Math.Min(config.MaxPositions, Math.Max(positions, 1024)));
        return own;
    }
}
