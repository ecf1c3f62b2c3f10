using System.Globalization;

namespace Segue.Sampling;

/// <summary>Reads the tags that a span starts with; by index where the collection allows, so that nothing is allocated.</summary>
internal static class InitialTags
{
    /// <summary>The decision that they make about the trace; the last one of several counts.</summary>
    internal static bool TryDecision(IEnumerable<KeyValuePair<string, object?>>? tags, out SamplingPriority decision)
    {
        decision = default;
        var decided = false;
        switch (tags)
        {
            case null: return false;
            case IList<KeyValuePair<string, object?>> list:
                for (var i = 0; i < list.Count; i++) decided |= TryDecision(list[i], ref decision);
                return decided;
            default:
                foreach (var tag in tags) decided |= TryDecision(tag, ref decision);
                return decided;
        }
    }

    internal static object? Find(IEnumerable<KeyValuePair<string, object?>>? tags, string key)
    {
        if (tags is null) return null;
        foreach (var tag in tags)
        {
            if (tag.Key == key && tag.Value is not null) return tag.Value;
        }

        return null;
    }

    internal static string? Text(IEnumerable<KeyValuePair<string, object?>>? tags, string key) => Find(tags, key) is string { Length: > 0 } text ? text : null;

    private static bool TryDecision(in KeyValuePair<string, object?> tag, ref SamplingPriority decision)
    {
        // Their lengths keep ordinary tags off the comparison.
        if (tag.Key is not { Length: 11 or 17 }) return false;
        switch (tag.Key)
        {
            case Tags.ManualKeep when IsTrue(tag.Value):
                decision = SamplingPriority.UserKeep;
                return true;
            case Tags.ManualDrop when IsTrue(tag.Value):
                decision = SamplingPriority.UserReject;
                return true;
            case Tags.SamplingPriority when AsNumber(tag.Value) is { } number:
                decision = number > 0 ? SamplingPriority.UserKeep : SamplingPriority.UserReject;
                return true;
            default:
                return false;
        }
    }

    private static bool IsTrue(object? value) => value switch
    {
        bool flag => flag,
        string text when text.Equals("true", StringComparison.OrdinalIgnoreCase) => true,
        _ => AsNumber(value) > 0,
    };

    private static double? AsNumber(object? value) => value switch
    {
        int number => number,
        long number => number,
        double number => number,
        SamplingPriority priority => (int)priority,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };
}
