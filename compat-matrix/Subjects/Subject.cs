namespace Segue.CompatMatrix.Subjects;

/// <summary>A column of the matrix: an OpenTracing tracer in one way of running it.</summary>
internal abstract class Subject
{
    internal abstract string Name { get; }

    internal abstract Needs Traits { get; }

    /// <summary>Whether its cells are the product's own, which <c>--check</c> judges.</summary>
    internal virtual bool IsSegue => false;

    /// <summary>Sets the tracer up afresh, for one case.</summary>
    internal abstract SubjectSession Open();
}
