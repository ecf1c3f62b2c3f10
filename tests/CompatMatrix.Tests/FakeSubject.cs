using Segue.CompatMatrix.Running;
using Segue.CompatMatrix.Subjects;

namespace Segue.CompatMatrix.Tests;

/// <summary>A column without a tracer.</summary>
internal sealed class FakeSubject(string name, bool isSegue, Needs traits = Needs.None) : Subject
{
    internal override string Name => name;

    internal override Needs Traits => traits;

    internal override bool IsSegue => isSegue;

    internal override SubjectSession Open() => throw new NotSupportedException();
}
