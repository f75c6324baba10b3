namespace Assay.Models.Decoders;

/// <summary>In what form a model's matrices are kept in memory.</summary>
public enum WeightPrecision
{
    /// <summary>As the file has them.</summary>
    AsStored,

    /// <summary>32-bit floats: what parity and training are measured with.</summary>
    Full,

    /// <summary>8-bit blocks (Q8_0): a quarter of the memory and of the time of a token; files that have fewer bits stay as they are.</summary>
    EightBit,

    /// <summary>4-bit blocks (Q4_0): an eighth of the memory; matrices whose rows do not fill blocks are kept in 32 bits, files that have 4 bits stay as they are.</summary>
    FourBit,
}
