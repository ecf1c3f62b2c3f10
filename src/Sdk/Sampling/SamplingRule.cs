namespace Segue;

/// <summary>Which share of the traces that begin with a certain kind of span is kept.</summary>
/// <remarks>
/// <para>Shape: patterns for a whole text in any case; <c>*</c> stands for any text, <c>?</c> for one character, e.g. <c>web-*</c>. What is left unset matches anything.</para>
/// <para>Only the first span of a trace in this process is looked at, as it starts: what is set on it later is not seen.</para>
/// <para>Source: <c>DD_TRACE_SAMPLING_RULES</c>, which holds the same as JSON.</para>
/// </remarks>
public sealed class SamplingRule
{
    /// <summary>Share of the traces that is kept.</summary>
    /// <value>From 0 to 1; default 1. Decided by trace id, alike in every service with the same rate.</value>
    public double SampleRate { get; set; } = 1;

    /// <summary>Pattern for the service.</summary>
    /// <value>Default <see langword="null"/>: any.</value>
    public string? Service { get; set; }

    /// <summary>Pattern for the operation: the name that the span starts with, or its tag <c>operation.name</c>.</summary>
    /// <value>Default <see langword="null"/>: any.</value>
    public string? Name { get; set; }

    /// <summary>Pattern for the resource: the tag <c>resource.name</c>, else the name that the span starts with.</summary>
    /// <value>Default <see langword="null"/>: any.</value>
    public string? Resource { get; set; }

    /// <summary>Patterns for tags, by name.</summary>
    /// <value>Default empty: any. Names match in their own case, each has to be there, and a number with a fraction matches <c>*</c> alone.</value>
    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether the patterns are regular expressions for the whole text, the format before globs.</summary>
    internal bool IsRegex { get; set; }
}
