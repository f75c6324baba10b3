namespace Assay.Tuning.Registry;

/// <summary>What training changed, and so what a version's folder holds.</summary>
public enum TuningMethod
{
    /// <summary>Additions of low rank to a model that stays as it is: the folder is an adapter.</summary>
    Lora,

    /// <summary>Every weight: the folder is a whole model.</summary>
    Full,
}
