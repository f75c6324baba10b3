using Assay.Cli;

return await AssayCommand.InvokeAsync(args).ConfigureAwait(false);
