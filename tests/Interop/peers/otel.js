'use strict';

// OpenTelemetry: node otel.js {w3c|b3|b3multi|jaeger|ot-tracer}
// The tracer reads and writes that format alone, with W3C baggage beside it where the format has none of its own.

const { ROOT_CONTEXT, SpanKind, defaultTextMapGetter, defaultTextMapSetter, propagation, trace } = require('@opentelemetry/api');
const { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } = require('@opentelemetry/core');
const { B3InjectEncoding, B3Propagator } = require('@opentelemetry/propagator-b3');
const { JaegerPropagator } = require('@opentelemetry/propagator-jaeger');
const { OTTracePropagator } = require('@opentelemetry/propagator-ot-trace');
const { InMemorySpanExporter, ParentBasedSampler, SamplingDecision } = require('@opentelemetry/sdk-trace-base');
const { NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');
const { serve } = require('./service');

const withBaggage = propagator => new CompositePropagator({ propagators: [propagator, new W3CBaggagePropagator()] });
const propagator = {
  'w3c': () => withBaggage(new W3CTraceContextPropagator()),
  'b3': () => withBaggage(new B3Propagator({ injectEncoding: B3InjectEncoding.SINGLE_HEADER })),
  'b3multi': () => withBaggage(new B3Propagator({ injectEncoding: B3InjectEncoding.MULTI_HEADER })),
  'jaeger': () => new JaegerPropagator(),
  'ot-tracer': () => new OTTracePropagator(),
}[process.argv[2]]();

const root = {
  shouldSample: (context, traceId, name, kind, attributes) =>
    ({ decision: attributes['interop.decide'] === 'drop' ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED }),
  toString: () => 'root',
};
const parentBased = new ParentBasedSampler({ root });

// Dropped spans are recorded too, with the flag that drops them, so that they can be looked at.
const sampler = {
  shouldSample(...span) {
    const result = parentBased.shouldSample(...span);
    return result.decision === SamplingDecision.NOT_RECORD ? { ...result, decision: SamplingDecision.RECORD } : result;
  },
  toString: () => 'recording',
};

const finished = new InMemorySpanExporter();
const processor = {
  onStart: () => {},
  onEnd: span => finished.export([span], () => {}),
  forceFlush: async () => {},
  shutdown: async () => {},
};
new NodeTracerProvider({ sampler, spanProcessors: [processor] }).register({ propagator });
const tracer = trace.getTracer('peer');

serve({
  startServer(headers, decide) {
    let context = propagation.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
    const span = tracer.startSpan('peer.request', { kind: SpanKind.SERVER, attributes: { 'interop.decide': decide } }, context);
    context = trace.setSpan(context, span);
    const bag = () => propagation.getBaggage(context) ?? propagation.createBaggage();
    return {
      setTag: (key, value) => span.setAttribute(key, value),
      baggage: () => Object.fromEntries(bag().getAllEntries().map(([key, entry]) => [key, entry.value])),
      setBaggage: (key, value) => { context = propagation.setBaggage(context, bag().setEntry(key, { value })); },
      finish: () => span.end(),
      startClient() {
        const client = tracer.startSpan('peer.call', { kind: SpanKind.CLIENT }, context);
        return {
          setTag: (key, value) => client.setAttribute(key, value),
          headers() {
            const carrier = {};
            propagation.inject(trace.setSpan(context, client), carrier, defaultTextMapSetter);
            return carrier;
          },
          finish: () => client.end(),
        };
      },
    };
  },
  spans: () => finished.getFinishedSpans().map(span => ({
    traceId: span.spanContext().traceId,
    spanId: span.spanContext().spanId,
    parentId: span.parentSpanContext?.spanId ?? null,
    name: span.name,
    kept: (span.spanContext().traceFlags & 1) !== 0,
    tags: { ...span.attributes, 'span.kind': span.kind === SpanKind.SERVER ? 'server' : 'client' },
  })),
});
