using System.Diagnostics;

namespace Segue.Shim.Properties.Model;

/// <summary>A span as the rulings see it.</summary>
internal sealed class ModelSpan(string name)
{
    internal string Name { get; } = name;

    /// <summary>The native span; <see langword="null"/> when nobody records it.</summary>
    internal Activity? Activity { get; init; }

    /// <summary>What the application holds; <see langword="null"/> for spans of another API.</summary>
    internal OpenTracing.ISpan? Span { get; init; }

    /// <summary>The platform's link to a parent in this process, which is what "running ancestor" goes by.</summary>
    internal ModelSpan? Parent { get; init; }

    /// <summary>Made by code that nobody listens to, so that ruling 11 has others pass it over.</summary>
    internal bool IsHidden { get; init; }

    /// <summary>Whose ids it passes on: its own when recorded, its parent's when not; <see langword="null"/> when it has none.</summary>
    internal ModelSpan? Identity => IsHidden ? Parent?.Identity : Activity is not null ? this : PassesOn;

    internal ModelSpan? PassesOn { get; init; }

    /// <summary>For a native span: what the platform will make current again when it stops.</summary>
    internal ModelSpan? Previous { get; init; }

    internal Dictionary<string, string> Baggage { get; init; } = [];

    internal bool IsFinished { get; set; }

    internal bool IsRunning => Activity is not null && !IsFinished;

    internal ModelSpan? NearestRunning()
    {
        var span = this;
        while (span is { IsRunning: false }) span = span.Parent;
        return span;
    }

    public override string ToString() => Name + (Activity is null ? "(light)" : "") + (IsFinished ? "(finished)" : "");
}
