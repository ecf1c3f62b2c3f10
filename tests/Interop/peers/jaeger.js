'use strict';

// jaeger-client: node jaeger.js {64|128}, the width of trace ids that begin here.

const { ConstSampler, InMemoryReporter, Tracer } = require('jaeger-client');
const { startServer } = require('./opentracing-peer');
const { serve } = require('./service');

const reporter = new InMemoryReporter();
const options = { traceId128bit: process.argv[2] === '128' };
const keeping = new Tracer('peer', reporter, new ConstSampler(true), options);
const dropping = new Tracer('peer', reporter, new ConstSampler(false), options);

// The client reports what is sampled and forgets the rest, so what it started is noted here.
const started = [];
for (const tracer of [keeping, dropping]) {
  const startSpan = tracer.startSpan.bind(tracer);
  tracer.startSpan = (...of) => {
    const span = startSpan(...of);
    const tags = {};
    const setTag = span.setTag.bind(span);
    span.setTag = (key, value) => {
      tags[key] = value;
      return setTag(key, value);
    };
    started.push({ span, tags });
    return span;
  };
}

serve({
  startServer: startServer({
    tracerFor: decide => (decide === 'drop' ? dropping : keeping),
    decideRoot: (span, decide) => decide === 'keep-by-hand' && span.setTag('sampling.priority', 1),
    baggage: span => span.context()._baggage ?? {},
  }),
  spans: () => started.map(({ span, tags }) => {
    const context = span.context();
    return {
      traceId: context.traceIdStr,
      spanId: context.spanIdStr,
      parentId: context.parentIdStr ?? null,
      name: span.operationName,
      kept: context.isSampled(),
      priority: context.isDebug() ? 2 : context.isSampled() ? 1 : 0,
      reported: reporter.spans.includes(span),
      tags,
    };
  }),
});
