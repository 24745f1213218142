// openapi-backend on Node's own server: it validates requests and responses, and one handler answers for all operations.
// Arguments: the directory in which it is installed, and a port.

const { readFileSync } = require("node:fs");
const { createServer } = require("node:http");
const { createRequire } = require("node:module");

const [peers, port] = process.argv.slice(2);
const { OpenAPIBackend } = createRequire(`${peers}/`)("openapi-backend");
const answers = JSON.parse(readFileSync("answers.json"));

const api = new OpenAPIBackend({
  definition: "openapi-3.0.yaml",
  ajvOpts: { strict: false, validateFormats: false },
  handlers: {
    notFound: () => ({ status: 404, body: {} }),
    validationFail: (call) => ({ status: 400, body: call.validation.errors }),
    notImplemented: (call) => ({ status: 200, body: answers[call.request.path.split("/").pop()] ?? answers["*"] }),
    postResponseHandler: (call) => {
      const { status, body } = call.response;
      if (status !== 200) return call.response;
      const { errors } = call.api.validateResponse(body, call.operation, status);
      return errors ? { status: 500, body: errors } : call.response;
    },
  },
});

const server = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", async () => {
    const { method, url, headers } = request;
    const body = parts.length ? JSON.parse(Buffer.concat(parts)) : undefined;
    const answer = await api.handleRequest({ method, path: url, headers, body });
    const text = JSON.stringify(answer.body);
    response.writeHead(answer.status, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) });
    response.end(text);
  });
});

api.init().then(() => server.listen(Number(port), "127.0.0.1"));
