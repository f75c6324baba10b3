namespace Assay.Evaluation.Ranking;

/// <summary>Which trec_eval to agree with.</summary>
public enum TrecVersion
{
    /// <summary>trec_eval 9 (and pytrec_eval, BEIR): scores are compared in single precision, topics missing from the run are left out.</summary>
    V9,

    /// <summary>trec_eval 10: scores are compared in double precision, a topic missing from the run is an error.</summary>
    V10,
}
