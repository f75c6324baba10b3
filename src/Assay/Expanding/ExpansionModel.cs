using Assay.Decisions.Prices;
using Assay.Models.Providers;

namespace Assay.Expanding;

/// <summary>The chat model that expands a project's questions.</summary>
/// <param name="Reference">Which model.</param>
/// <param name="Price">Its price; null when unknown.</param>
/// <param name="SettingsFile">The project's file as the user would type it, for messages.</param>
public sealed record ExpansionModel(ModelReference Reference, ModelPrice? Price, string SettingsFile);
