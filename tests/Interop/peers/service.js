'use strict';

// What the services here have in common: an HTTP server and a client that are traced by hand. They are a double of the HTTP
// instrumentation that belongs to each tracer, but in datadog-http.js, which has the real one; what they call of the tracer (extract,
// start, inject, finish) is what that would.
//
//   GET /call?id=&decide=&item=&value=&next=   serves a request, and calls `next` where it is given
//   GET /spans?id=                             the spans that were finished for an id, as JSON
//
// Out: LISTENING {url}. The end of the input, which comes even when the parent is killed, ends the process.

const http = require('http');

function get(url, headers) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers, agent: false }, response => {
      response.setEncoding('utf8');
      let body = '';
      response.on('data', text => { body += text; });
      response.on('end', () => (response.statusCode === 200 ? resolve(body) : reject(new Error(`${response.statusCode} ${body}`))));
    });
    request.on('error', reject);
  });
}

async function answerCall(tracing, headers, query) {
  const id = query.get('id');
  const server = tracing.startServer(headers, query.get('decide'));
  try {
    server.setTag('interop.id', id);
    for (const [key, value] of Object.entries(server.baggage())) server.setTag('seen.' + key, value);
    if (query.get('item')) server.setBaggage(query.get('item'), query.get('value'));
    if (query.get('next')) {
      const client = server.startClient();
      try {
        client.setTag('interop.id', id);
        await get(query.get('next'), client.headers());
      } finally {
        client.finish();
      }
    }
  } finally {
    server.finish();
  }
}

/** Serves until the input ends. */
exports.serve = tracing => {
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url, 'http://localhost');
    try {
      let body = '';
      if (url.pathname === '/call') await answerCall(tracing, request.headers, url.searchParams);
      else if (url.pathname === '/spans') body = JSON.stringify(tracing.spans().filter(span => span.tags['interop.id'] === url.searchParams.get('id')));
      else response.statusCode = 404;
      response.end(body);
    } catch (e) {
      console.error(e);
      response.statusCode = 500;
      response.end(String(e));
    }
  });
  server.listen(0, '127.0.0.1', () => console.log(`LISTENING http://127.0.0.1:${server.address().port}/`));
  process.stdin.on('end', () => process.exit(0)).resume();
};
