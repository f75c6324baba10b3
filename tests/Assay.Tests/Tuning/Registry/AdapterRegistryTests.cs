using System.Collections.Concurrent;
using Assay.Text;
using Assay.Tuning.Registry;

namespace Assay.Tests.Tuning.Registry;

public sealed class AdapterRegistryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private AdapterRegistry Open() => AdapterRegistry.Open(folder.Path, TimeProvider.System);

    private string Journal => Path.Combine(folder.Path, "registry.jsonl");

    [Fact]
    public void Versions_get_the_next_name_and_are_found_by_it()
    {
        AdapterRegistry registry = Open();
        Assert.Empty(registry.Versions);
        Assert.Null(registry.Find("newest"));
        for (int i = 1; i <= 11; i++) Assert.Equal($"v{i}", Versions.Add(registry, $"weights {i}").Name);
        registry = Open();
        Assert.Equal(Enumerable.Range(1, 11).Select(i => $"v{i}"), registry.Versions.Select(v => v.Name));
        Assert.Equal("v11", registry.Find("newest")!.Name);
        Assert.Equal("v3", registry.Find("v3")!.Name);
        Assert.Null(registry.Find("v12"));
        Assert.Null(registry.Champion);
        Assert.Contains("v1, v2", Assert.Throws<InputException>(() => registry.Required("v99")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_left_of_a_version_that_could_not_be_written()
    {
        AdapterRegistry registry = Open();
        Assert.Throws<AssayException>(() => registry.Add(Versions.Manifest(), f =>
        {
            File.WriteAllText(Path.Combine(f, "adapter_config.json"), "{}");
            throw new IOException("disk full");
        }));
        Assert.Throws<InvalidOperationException>(() => registry.Add(Versions.Manifest(), f => File.WriteAllText(Path.Combine(f, "adapter_config.json"), "{}")));
        Assert.Empty(Open().Versions);
        Assert.Empty(Directory.GetDirectories(folder.Path));
    }

    [Fact]
    public void What_a_killed_process_left_is_swept_and_what_another_writes_is_not()
    {
        folder.Write(".new-dead/in-use", "");
        folder.Write(".new-dead/files/adapter_model.safetensors", "half");
        folder.Write(".new-empty/in-use", "");
        folder.Write(".new-alive/files/adapter_model.safetensors", "half");
        using (new FileStream(Path.Combine(folder.Path, ".new-alive/in-use"), FileMode.Create, FileAccess.Write, FileShare.None))
        {
            Assert.Equal("v1", Versions.Add(Open()).Name);
            Assert.Equal([".new-alive", "v1"], Directory.GetDirectories(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }

        Assert.Equal("v2", Versions.Add(Open()).Name);
        Assert.Equal(["v1", "v2"], Directory.GetDirectories(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Several_that_add_at_once_get_different_names()
    {
        var names = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            for (int n = 0; n < 3; n++) names.Add(Versions.Add(Open(), $"{i} {n}").Name);
        })));
        Assert.Equal(Enumerable.Range(1, 24).Select(i => $"v{i}").Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        Assert.Equal(24, Open().Versions.Select(v => v.Manifest.WeightsSha256).Distinct().Count());
    }

    [Fact]
    public void A_name_is_not_given_again_when_its_version_was_removed()
    {
        AdapterRegistry registry = Open();
        registry.Promote(Versions.Add(registry), null, "why");
        Directory.Delete(Path.Combine(folder.Path, "v1"), recursive: true);
        registry = Open();
        Assert.Equal("v1", registry.ChampionName);
        Assert.Contains("v1", Assert.Throws<InputException>(() => registry.Champion).Message, StringComparison.Ordinal);
        Assert.Equal("v2", Versions.Add(registry).Name);
    }

    [Fact]
    public void A_damaged_version_is_told_and_the_others_work()
    {
        AdapterRegistry registry = Open();
        Versions.Add(registry);
        Versions.Add(registry);
        File.WriteAllText(Path.Combine(folder.Path, "v1", "manifest.json"), "{");
        folder.Write("v007/manifest.json", "{}");
        folder.Write("vault/manifest.json", "{}");
        registry = Open();
        Assert.Equal(["v2"], registry.Versions.Select(v => v.Name));
        Assert.Equal(["v1"], registry.Damaged.Select(d => d.Name));
        Assert.Contains("damaged", Assert.Throws<InputException>(() => registry.Find("v1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rolling_back_goes_through_the_promotions_with_their_documents()
    {
        AdapterRegistry registry = Open();
        AdapterVersion one = Versions.Add(registry), two = Versions.Add(registry), three = Versions.Add(registry);
        Assert.Throws<InputException>(() => registry.Rollback("none"));
        registry.Promote(one, "index 1", "first");
        registry.Promote(two, "index 2", "second");
        Assert.Equal(("v1", "index 1"), (registry.Rollback("bad")!.Name, Open().ChampionIndex));
        registry.Promote(three, "index 3", "third");
        Assert.Equal("v3", Open().Champion!.Name);
        Assert.Equal("v1", Open().Rollback("bad")!.Name);
        Assert.Null(Open().Rollback("bad, too"));
        Assert.Null(Open().ChampionName);
        Assert.Throws<InputException>(() => Open().Rollback("nothing left"));
        Assert.Equal([(null, "v1"), ("v1", "v2"), ("v2", "v1"), ("v1", "v3"), ("v3", "v1"), ("v1", null)], Open().Journal.Select(e => (e.Previous, e.Version)));
    }

    [Fact]
    public void A_line_that_was_cut_short_is_dropped_with_a_warning()
    {
        AdapterRegistry registry = Open();
        registry.Promote(Versions.Add(registry), "index", "why");
        AdapterVersion two = Versions.Add(registry);
        string whole = File.ReadAllText(Journal);
        File.AppendAllText(Journal, "{\"at\":\"2026-11-25T22:00:00+00:00\",\"action\":\"promote\",\"vers");
        registry = Open();
        Assert.Equal("v1", registry.Champion!.Name);
        Assert.Contains("cut short", Assert.Single(registry.Warnings), StringComparison.Ordinal);
        registry.Promote(two, null, "why");
        Assert.Equal(("v2", 0, 2), (Open().ChampionName, Open().Warnings.Length, Open().Journal.Length));
        Assert.StartsWith(whole, File.ReadAllText(Journal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_last_line_that_only_lacks_its_end_counts()
    {
        AdapterRegistry registry = Open();
        registry.Promote(Versions.Add(registry), "index", "why");
        AdapterVersion two = Versions.Add(registry);
        File.WriteAllText(Journal, File.ReadAllText(Journal).TrimEnd('\n'));
        Assert.Equal("v1", Open().ChampionName);
        Open().Promote(two, null, "why");
        Assert.Equal(2, Open().Journal.Length);
        Assert.Empty(Open().Warnings);
    }

    [Fact]
    public void A_damaged_line_between_others_is_passed_over()
    {
        AdapterRegistry registry = Open();
        AdapterVersion one = Versions.Add(registry), two = Versions.Add(registry);
        registry.Promote(one, null, "why");
        registry.Promote(two, null, "why");
        string[] lines = File.ReadAllLines(Journal);
        File.WriteAllText(Journal, $"{lines[0]}\n\0\0\0\n{lines[1]}\n");
        registry = Open();
        Assert.Contains("(2)", Assert.Single(registry.Warnings), StringComparison.Ordinal);
        Assert.Equal("v1", registry.Rollback("why")!.Name);
    }

    [Fact]
    public void Weights_that_were_changed_are_refused()
    {
        AdapterVersion made = Versions.Add(Open());
        File.WriteAllText(made.WeightsFile, "other");
        Assert.Contains("SHA-256", Assert.Throws<InputException>(() => made.Check("anywhere")).Message, StringComparison.Ordinal);
    }
}
