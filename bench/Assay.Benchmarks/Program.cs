using Assay.Benchmarks;

return Verbs.Run(args);
