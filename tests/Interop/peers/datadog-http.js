'use strict';

// dd-trace with its own instrumentation of HTTP, which makes the spans of server and client; set by DD_* variables.

const tracer = require('dd-trace').init({ flushInterval: 0 });

// The client's span is made where the caller can't reach it; the id of the call stands in the address.
tracer.use('http', {
  client: { hooks: { request: (span, request) => span.setTag('interop.id', new URL(request.path, 'http://localhost').searchParams.get('id')) } },
});

const { decideRoot, baggage } = require('./datadog-span')(tracer);
const { serve } = require('./service');

serve({
  startServer(headers, decide) {
    const server = tracer.scope().active();
    if (!server.context()._parentId) decideRoot(server, decide);
    return {
      setTag: (key, value) => server.setTag(key, value),
      baggage: () => baggage(server),
      setBaggage: (key, value) => server.setBaggageItem(key, value),
      finish: () => {},
      startClient: () => ({ setTag: () => {}, headers: () => ({}), finish: () => {} }),
    };
  },
  spans: () => [],
});
