namespace Assay.Models.Weights;

/// <summary>What is wrong with a weight file. The first ten bear the names of the safetensors reference.</summary>
public enum WeightFault
{
    /// <summary>The file is shorter than the length of its header.</summary>
    HeaderTooSmall,

    /// <summary>The header claims more than 100,000,000 bytes, or a GGUF one more than any model needs.</summary>
    HeaderTooLarge,

    /// <summary>The header is longer than the file.</summary>
    InvalidHeaderLength,

    /// <summary>The header is not UTF-8, or does not begin as it must.</summary>
    InvalidHeader,

    /// <summary>The header is not the JSON it should be: broken, duplicate keys, missing or wrong fields, an unknown type.</summary>
    InvalidHeaderDeserialization,

    /// <summary>A tensor begins before the end of another, leaves a hole, or ends before it begins.</summary>
    InvalidOffset,

    /// <summary>Shape and type need another number of bytes than the tensor has.</summary>
    TensorInvalidInfo,

    /// <summary>The tensors do not end where the file ends: it is truncated, or goes on.</summary>
    MetadataIncompleteBuffer,

    /// <summary>The shape has more elements than can be counted.</summary>
    ValidationOverflow,

    /// <summary>The tensor does not fill whole bytes or whole blocks.</summary>
    MisalignedSlice,

    /// <summary>The file is of a format that can run code, or of one that is not known.</summary>
    UnsupportedFormat,

    /// <summary>A tensor has a type that cannot be read as numbers here.</summary>
    UnsupportedType,

    /// <summary>The index of shards is broken, or a shard is missing.</summary>
    InvalidIndex,

    /// <summary>A tensor that the model needs is not there.</summary>
    MissingTensor,

    /// <summary>A tensor is there that the model has no place for.</summary>
    UnexpectedTensor,

    /// <summary>A tensor does not have the shape that the model needs.</summary>
    UnexpectedShape,

    /// <summary>A weight is not a finite number.</summary>
    NotFinite,
}
