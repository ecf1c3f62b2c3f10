namespace Segue.Attach.Tool.Doctor;

/// <summary>One thing that the doctor has to say.</summary>
/// <param name="Mark"><c>ok</c>, <c>note</c> for what may surprise, or <c>problem</c> for what keeps spans away.</param>
/// <param name="Topic">What it is about, in a word or two.</param>
/// <param name="Text">A sentence, and the remedy where there is one.</param>
internal sealed record Finding(string Mark, string Topic, string Text)
{
    internal bool IsProblem => Mark == "problem";

    internal static Finding Ok(string topic, string text) => new("ok", topic, text);

    internal static Finding Note(string topic, string text) => new("note", topic, text);

    internal static Finding Problem(string topic, string text) => new("problem", topic, text);

    public override string ToString() => $"{Mark,-8} {Topic}: {Text}";
}
