namespace OpenTracing.Mock;

/// <content>The log entry.</content>
public sealed partial class MockSpan
{
    /// <summary>Holds the fields that were logged at one time.</summary>
    public sealed class LogEntry
    {
        /// <summary>Creates an entry.</summary>
        /// <param name="timestamp">The time of the entry.</param>
        /// <param name="fields">The fields, copied; of fields with the same key the last one stays.</param>
        public LogEntry(DateTimeOffset timestamp, IEnumerable<KeyValuePair<string, object>> fields)
        {
            var copy = new Dictionary<string, object>();
            foreach (var field in fields)
                copy[field.Key] = field.Value;

            Timestamp = timestamp;
            Fields = copy;
        }

        /// <summary>Gets the fields that were logged.</summary>
        public IReadOnlyDictionary<string, object> Fields { get; }

        /// <summary>Gets the time of the entry.</summary>
        public DateTimeOffset Timestamp { get; }
    }
}
