namespace Segue.Attach.Tool;

/// <summary>What the tool is asked to do.</summary>
internal enum Verb
{
    Help,
    Version,
    Run,
    Env,
    Doctor,
}
