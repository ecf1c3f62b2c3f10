using System.Text.Json;

namespace Demo.Tests;

/// <summary>A span of the demo's JSON.</summary>
internal sealed record DemoSpan(JsonElement Json)
{
    internal string SpanId => Json.GetProperty("spanId").GetString()!;

    internal string? ParentId => Json.GetProperty("parentId").GetString();

    internal string Service => Text("service");

    internal string Api => Text("api");

    internal string Name => Text("name");

    internal bool Error => Json.GetProperty("error").GetBoolean();

    internal string? Meta(string key) => Json.GetProperty("meta").TryGetProperty(key, out var value) ? value.GetString() : null;

    internal string Text(string property) => Json.GetProperty(property).GetString()!;
}
