'use strict';

// What is the vendor's own about spans of the OpenTracing API.

module.exports = tracer => ({
  decideRoot(span, decide) {
    if (decide === 'drop') span.setTag('manual.drop', true);
    if (decide === 'keep-by-hand') span.setTag('manual.keep', true);
  },

  // Both of its kinds: that of OpenTracing's spans, and that of the request.
  baggage: span => ({ ...tracer.getAllBaggageItems(), ...span.context()._baggageItems }),
});
