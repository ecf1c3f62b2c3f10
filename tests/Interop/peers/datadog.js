'use strict';

// dd-trace, set by DD_* variables. Its spans go to the trace agent of the test.

const tracer = require('dd-trace').init({ plugins: false, flushInterval: 0 });
const { startServer } = require('./opentracing-peer');
const { serve } = require('./service');

serve({
  startServer: startServer({
    tracerFor: () => tracer,
    decideRoot(span, decide) {
      if (decide === 'drop') span.setTag('manual.drop', true);
      if (decide === 'keep-by-hand') span.setTag('manual.keep', true);
    },
    // Both of its kinds: that of OpenTracing's spans, and that of the request.
    baggage: span => ({ ...tracer.getAllBaggageItems(), ...span.context()._baggageItems }),
  }),
  spans: () => [],
});
