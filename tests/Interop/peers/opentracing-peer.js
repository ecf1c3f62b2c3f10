'use strict';

// A service on any tracer of the OpenTracing API.

const opentracing = require('opentracing');

/**
 * Starts the two spans of a request: `tracerFor` gives the tracer that it is served with, `decideRoot` decides about a trace that begins
 * here, `baggage` gives what a span carries.
 */
exports.startServer = ({ tracerFor, decideRoot, baggage }) => (headers, decide) => {
  const tracer = tracerFor(decide);
  const context = tracer.extract(opentracing.FORMAT_HTTP_HEADERS, headers);
  // jaeger-client gives an invalid context where headers have none.
  const parent = context?.isValid === false ? null : context;
  const server = tracer.startSpan('peer.request', { childOf: parent ?? undefined });
  server.setTag('span.kind', 'server');
  if (!parent) decideRoot(server, decide);
  return {
    setTag: (key, value) => server.setTag(key, value),
    baggage: () => baggage(server),
    setBaggage: (key, value) => server.setBaggageItem(key, value),
    finish: () => server.finish(),
    startClient() {
      const client = tracer.startSpan('peer.call', { childOf: server });
      client.setTag('span.kind', 'client');
      return {
        setTag: (key, value) => client.setTag(key, value),
        headers() {
          const carrier = {};
          tracer.inject(client, opentracing.FORMAT_HTTP_HEADERS, carrier);
          return carrier;
        },
        finish: () => client.finish(),
      };
    },
  };
};
