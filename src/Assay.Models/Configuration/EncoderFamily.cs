namespace Assay.Models.Configuration;

/// <summary>Kinds of encoders.</summary>
public enum EncoderFamily
{
    /// <summary>BERT: learned positions, token types, normalisation after each half of a layer.</summary>
    Bert,

    /// <summary>RoBERTa and XLM-RoBERTa: BERT whose positions begin after the padding token's id.</summary>
    Roberta,

    /// <summary>ModernBERT: turned positions, most layers see a window, gated feed-forward, normalisation before each half of a layer.</summary>
    ModernBert,
}
