'use strict';

// dd-trace, set by DD_* variables. Its spans go to the trace agent of the test.

const tracer = require('dd-trace').init({ plugins: false, flushInterval: 0 });
const vendor = require('./datadog-span')(tracer);
const { startServer } = require('./opentracing-peer');
const { serve } = require('./service');

serve({
  startServer: startServer({ tracerFor: () => tracer, ...vendor }),
  spans: () => [],
});
