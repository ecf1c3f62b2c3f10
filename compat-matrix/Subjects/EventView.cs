namespace Segue.CompatMatrix.Subjects;

/// <summary>A log of a finished span.</summary>
internal sealed record EventView(string Name, DateTimeOffset Time, IReadOnlyList<KeyValuePair<string, object?>> Fields)
{
    internal bool Has(string key) => Fields.Any(field => field.Key == key);

    internal object? Field(string key) => Fields.FirstOrDefault(field => field.Key == key).Value;
}
