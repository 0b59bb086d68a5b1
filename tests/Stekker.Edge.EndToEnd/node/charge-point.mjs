// A charge point on an OCPP library that others wrote, in its strict mode: both what it sends and what it gets is held
// against the OCPP 1.6 schemas. A test drives it by lines of JSON on standard input and reads what happens on standard output.
//
//   in:  {"do":"connect"}  {"do":"call","ref":1,"action":"Heartbeat","payload":{}}  {"do":"close"}
//   out: {"event":"open"}  {"event":"result","ref":1,"payload":{}}  {"event":"error","ref":1,"code":"…","description":"…"}
//        {"event":"asked","action":"RemoteStartTransaction","payload":{},"answer":{}}  {"event":"violation",…}  {"event":"closed"}
//
// Usage: node charge-point.mjs ENDPOINT IDENTITY [PASSWORD]
import { createInterface } from 'node:readline';
import { RPCClient, createRPCError } from 'ocpp-rpc';
import { Charger } from './charger.mjs';

const [endpoint, identity, password] = process.argv.slice(2);
const tell = (event, more = {}) => process.stdout.write(JSON.stringify({ event, ...more }) + '\n');

const client = new RPCClient({
  endpoint,
  identity,
  password: password ?? null,
  protocols: ['ocpp1.6'],
  strictMode: ['ocpp1.6'],
  reconnect: false,
});
const charger = new Charger();

client.handle(({ method, params }) => {
  const answer = charger.answer(method, params);
  if (answer === undefined) {
    tell('asked', { action: method, payload: params, answer: null });
    throw createRPCError('NotImplemented');
  }
  tell('asked', { action: method, payload: params, answer });
  return answer;
});
client.on('strictValidationFailure', ({ method, params, result, error, outbound }) =>
  tell('violation', { action: method, payload: result ?? params, outbound, description: error.message }));
client.on('badMessage', ({ buffer, error }) =>
  tell('violation', { payload: buffer.toString(), outbound: false, description: error.message }));
client.on('close', ({ code, reason }) => tell('closed', { code, reason }));

const commands = {
  async connect() {
    try {
      await client.connect();
      tell('open', { protocol: client.protocol });
    } catch (error) {
      tell('refused', { status: error.code ?? null, description: error.message });
    }
  },
  async call({ ref, action, payload }) {
    try {
      tell('result', { ref, payload: await client.call(action, payload) });
    } catch (error) {
      tell('error', { ref, code: error.rpcErrorCode ?? error.name, description: error.message });
    }
  },
  async close() {
    await client.close();
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  // Not awaited: a real charger is asked things while it waits for its own answer.
  void commands[command.do](command);
}
process.exit(0);
