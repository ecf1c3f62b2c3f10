using Segue.CompatMatrix.Subjects;

namespace Segue.CompatMatrix.Running;

/// <summary>One requirement and the observation that shows it.</summary>
internal sealed class Case
{
    private readonly Func<World, Task>? _run;
    private readonly Func<Task>? _runAlone;

    internal Case(string id, string requirement, string source, Needs needs, Action<World> run)
        : this(id, requirement, source, needs, world =>
        {
            run(world);
            return Task.CompletedTask;
        })
    {
    }

    internal Case(string id, string requirement, string source, Needs needs, Func<World, Task> run)
        : this(id, requirement, source, needs) => _run = run;

    /// <summary>Makes a case that sets up whatever it needs: no tracer of the subject listens while it runs.</summary>
    internal Case(string id, string requirement, string source, Needs needs, Func<Task> runAlone)
        : this(id, requirement, source, needs) => _runAlone = runAlone;

    private Case(string id, string requirement, string source, Needs needs)
    {
        Id = id;
        Requirement = requirement;
        Source = source;
        Needs = needs;
    }

    /// <summary>Stable id, e.g. <c>SPAN-START-01</c>; its first word names the group.</summary>
    internal string Id { get; }

    internal string Group => Groups.Of(Id);

    internal string Requirement { get; }

    /// <summary>Where the requirement comes from; several places are separated by a semicolon.</summary>
    internal string Source { get; }

    internal Needs Needs { get; }

    internal bool AppliesTo(Needs traits) => (Needs & ~traits) == 0;

    internal async Task Run(Subject subject)
    {
        if (_runAlone is not null)
        {
            await _runAlone();
            return;
        }

        using var session = subject.Open();
        using var world = new World(session);
        await _run!(world);
    }
}
