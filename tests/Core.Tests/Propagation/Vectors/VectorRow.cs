namespace Segue.Core.Tests.Propagation.Vectors;

/// <summary>One row of the table of measured headers.</summary>
public sealed record VectorRow(string Name, string Direction, string Style, string Input, string Expected)
{
    private const string ExtractKey = "extract=";
    private const string InjectKey = "inject=";
    private const string SingleB3 = "b3 single header";

    /// <summary>Which test has the row.</summary>
    public VectorKind Kind =>
        Direction is "span" or "any" || !Expected.StartsWith('{') || !(Style.StartsWith(ExtractKey, StringComparison.Ordinal) || Style.StartsWith(InjectKey, StringComparison.Ordinal))
            ? Style.Contains("SAMPLE_RATE", StringComparison.Ordinal) ? VectorKind.Sampling : VectorKind.Rule
            : NeedsProvider ? VectorKind.Provider
            : Extract is { Length: <= 1 } && Inject is { Length: <= 1 } && Option.Length == 0 && Style != "extract=none" ? VectorKind.SingleStyle : VectorKind.Composite;

    /// <summary>Styles that extract, in their order.</summary>
    public string[] Extract => Styles(ExtractKey);

    /// <summary>Styles that inject, in their order.</summary>
    public string[] Inject => Styles(InjectKey);

    /// <summary>What the row sets besides styles, e.g. <c>BEHAVIOR_EXTRACT=restart</c>.</summary>
    public string Option => string.Join(' ', Words.Where(word => !word.StartsWith(ExtractKey, StringComparison.Ordinal) && !word.StartsWith(InjectKey, StringComparison.Ordinal)));

    // New ids, a tag set in between, or headers without a decision.
    private bool NeedsProvider => Expected.Contains("<new", StringComparison.Ordinal) || Option.Contains("then", StringComparison.Ordinal) || Name == "rt-dd-noprio";

    // "b3 single header" is one style, spaces and all.
    private string[] Words => Style.Replace(SingleB3, "b3-single", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private string[] Styles(string key) =>
        Words.FirstOrDefault(word => word.StartsWith(key, StringComparison.Ordinal)) is { } word
            ? [.. word[key.Length..].Split(',').Select(style => style == "b3-single" ? SingleB3 : style)]
            : [];
}
