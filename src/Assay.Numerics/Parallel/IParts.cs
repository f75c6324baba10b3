namespace Assay.Numerics.Parallel;

/// <summary>Work cut into parts that can be done in any order, at the same time, by any thread: none reads what another writes.</summary>
/// <remarks>Implemented by structs, so that handing the work out allocates nothing.</remarks>
public interface IParts
{
    /// <summary>Does one part.</summary>
    /// <param name="part">Its number, from 0.</param>
    void Do(int part);
}
