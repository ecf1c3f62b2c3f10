using OpenTelemetry.Resources;
using Segue.Diagnostics;
using Segue.Processing;

namespace Segue.Agent;

/// <summary>Sends chunks of spans to a Datadog trace agent as <c>/v0.4/traces</c>.</summary>
/// <remarks>
/// <para>Chunks are encoded as they come, so that nothing keeps their spans; a payload is sent when it is a second old or large enough, and grows while it has to
/// wait its turn. When payloads that an agent does not take use as much memory as they may, the newest chunks are dropped and counted (<c>buffer_full</c>).</para>
/// </remarks>
internal sealed class AgentExporter : IChunkExit
{
    // Room for most short traces; larger ones are the worker's.
    private const int DirectRoom = 48 * 1024;

    private readonly AgentExitSettings _settings;
    private readonly AgentTransport _transport;
    private readonly PayloadSender _sender;
    private readonly ChunkFilter _filter;
    private readonly IDisposable _observed;
    private Payload? _filling;
    private V04Encoder? _encoder;
    private ServiceIdentity? _identity;

    // What the agent can do: asked at the start, and again when it says that it has changed.
    private Task<AgentResponse>? _question;
    private string? _knownState;
    private bool _isAnswered;
    private bool _hasWaited;
    private bool _wasUnreachable;
    private bool _saidFull;

    internal AgentExporter(AgentExitSettings settings)
    {
        _settings = settings;
        _transport = new AgentTransport(settings.Agent, settings.RequestTimeout, settings.ConnectionLifetime, settings.Resolve);
        _sender = new PayloadSender(_transport, settings, OnAccepted);
        _filter = new ChunkFilter(settings);
        _observed = SegueMeter.ObserveWaiting(() => _sender.Waiting, () => HeldBytes);
    }

    public string Name => _settings.Agent.ToString();

    // Rules for single spans look at whatever tags hold, and share their limits among threads by a lock.
    public bool IsDirect => _settings.SpanRules.Count == 0;

    public long Settled => _sender.Settled;

    public long Begun => _sender.Added + (_filling is null ? 0 : 1);

    /// <summary>Memory of all payloads with something in them.</summary>
    internal long HeldBytes => _sender.HeldBytes + (_filling?.Buffer.Capacity ?? 0);

    internal AgentFeatures Features { get; private set; } = AgentFeatures.None;

    public void Attach(Action wake) => _sender.Wake = wake;

    public void Write(TraceChunk chunk, Resource? resource)
    {
        _identity ??= _settings.Identify(resource);
        AwaitAnswer();
        _encoder ??= new V04Encoder(_identity, _settings.Mapping);
        var facts = _filter.Take(chunk, _identity);
        if (chunk.Count > 0) Write(chunk, 0, chunk.Count, facts);
    }

    public bool TryWrite(TraceChunk chunk)
    {
        // What waits for the agent, makes room or says that there is none is the worker's.
        if (_encoder is null || HeldBytes >= _settings.BufferBytes) return false;
        var isNew = _filling is null;
        if (isNew ? _sender.Extendable is not null : _filling!.Buffer.Room < DirectRoom) return false;
        var facts = _filter.Take(chunk, _identity!);
        if (chunk.Count == 0) return true;
        var payload = _filling ??= Begin();
        var position = payload.Buffer.Position;
        DirectWrite.Begin();
        try
        {
            if (!TryEncode(payload, chunk, 0, chunk.Count, facts, isDirect: true)) return true;
            if (DirectWrite.IsDeclined || payload.Buffer.Position > Limits.PayloadBytes)
            {
                Undo(payload, position);
                return false;
            }
        }
        finally
        {
            DirectWrite.End();
        }

        payload.Chunks++;
        payload.Spans += chunk.Count;
        var isFull = payload.Buffer.Position >= Limits.EagerBytes;
        if (isFull) Seal("size");
        // It sends the payload, now or in a second.
        if (isNew || isFull) _sender.Wake();
        return true;
    }

    public long Seal() => Seal("asked");

    public TimeSpan Pump()
    {
        _question ??= _transport.AskAsync();
        if (!_isAnswered && _question.IsCompleted) Learn(_question.GetAwaiter().GetResult());

        var left = TimeSpan.MaxValue;
        if (_filling is not null)
        {
            left = _filling.BegunAt + _settings.FlushInterval - _sender.Now;
            if (left <= TimeSpan.Zero) Seal("interval");
        }

        var wait = _sender.Pump();
        if (_saidFull && HeldBytes < _settings.BufferBytes / 2) _saidFull = false;
        return wait < left ? wait : left > TimeSpan.Zero ? left : wait;
    }

    public void Hurry() => _sender.Hurry();

    public void Cancel() => _transport.Stop();

    public void Dispose()
    {
        _observed.Dispose();
        _transport.Dispose();
    }

    // A chunk that is larger than a payload may be leaves in halves.
    private void Write(TraceChunk chunk, int from, int to, in ChunkFacts facts)
    {
        if (HeldBytes >= _settings.BufferBytes)
        {
            SegueMeter.SpansDropped(to - from, "buffer_full");
            if (_saidFull) return;
            _saidFull = true;
            SegueEventSource.Log.BufferFull(Name, _settings.BufferBytes);
            return;
        }

        var payload = _filling ?? _sender.Extendable ?? (_filling = Begin());
        var position = payload.Buffer.Position;
        if (!TryEncode(payload, chunk, from, to, facts)) return;
        var size = payload.Buffer.Position - position;
        if (size > Limits.ChunkBytes)
        {
            Undo(payload, position);
            if (to - from == 1)
            {
                SegueMeter.SpansDropped(1, "payload_too_large");
                SegueEventSource.Log.Failure("Encoding", "A span of " + size + " bytes is larger than a payload may be and was dropped.");
                return;
            }

            var middle = from + ((to - from) / 2);
            Write(chunk, from, middle, facts);
            Write(chunk, middle, to, facts);
            return;
        }

        if (payload.Buffer.Position > Limits.PayloadBytes)
        {
            // One too many: what was there before it goes by itself.
            Undo(payload, position);
            if (payload == _filling) Seal("size");
            else _sender.CloseLast();
            Write(chunk, from, to, facts);
            return;
        }

        payload.Chunks++;
        payload.Spans += to - from;
        if (payload != _filling)
        {
            V04Encoder.End(payload);
            _sender.Recount();
        }
        else if (payload.Buffer.Position >= Limits.EagerBytes)
        {
            Seal("size");
            _sender.Pump();
        }
        else
        {
            payload.Buffer.Ensure(DirectRoom);
        }
    }

    private long Seal(string reason)
    {
        if (_filling is { } payload)
        {
            _filling = null;
            V04Encoder.End(payload);
            _sender.Add(payload);
            SegueMeter.AgentFlush(reason);
        }

        return _sender.Added;
    }

    private void Undo(Payload payload, int position)
    {
        payload.Buffer.Rewind(position);
        payload.Buffer.Trim(Limits.EagerBytes);
        if (payload != _filling) _sender.Recount();
        else if (payload.Chunks == 0)
        {
            _sender.Return(payload);
            _filling = null;
        }
    }

    private Payload Begin()
    {
        var payload = _sender.Rent();
        payload.BegunAt = _sender.Now;
        V04Encoder.Begin(payload);
        return payload;
    }

    // A tag can hold any object: that one chunk is lost, not its neighbours.
    private bool TryEncode(Payload payload, TraceChunk chunk, int from, int to, in ChunkFacts facts, bool isDirect = false)
    {
        var position = payload.Buffer.Position;
        try
        {
            _encoder!.Write(payload.Buffer, chunk, from, to, facts, Features, isDirect);
            return true;
        }
        catch (Exception e)
        {
            // What came of text that was left out is no failure.
            if (isDirect && DirectWrite.IsDeclined) return true;
            Undo(payload, position);
            SegueMeter.SpansDropped(to - from, "encoding_failed");
            SegueEventSource.Log.Failure("Encoding", e.ToString());
            return false;
        }
    }

    private void OnAccepted(AgentResponse response)
    {
        if (response.Body is not null) _settings.Rates?.Update(response.Body, _identity!.Service, _identity.Env);
        var hasChanged = response.State is not null && response.State != _knownState;
        if (!_isAnswered || !(hasChanged || _wasUnreachable)) return;
        // What it says then is what this mark stands for, even if it says nothing.
        _knownState = response.State ?? _knownState;
        _isAnswered = false;
        _question = null;
    }

    private void AwaitAnswer()
    {
        if (_isAnswered || _hasWaited) return;
        _hasWaited = true;
        _question ??= _transport.AskAsync();
        // The worker's own thread, and once: an agent that is there answers at once.
        if (_question.Wait(_settings.AnswerPatience)) Learn(_question.GetAwaiter().GetResult());
    }

    private void Learn(AgentResponse answer)
    {
        _isAnswered = true;
        _wasUnreachable = answer.Outcome == AgentOutcome.TryAgain;
        Features = AgentFeatures.Read(answer.Body);
        _knownState = answer.State ?? _knownState;
    }
}
