// A cloud's side of MQTT on the mqtt library for Node: subscribes to everything, checks what it reads against the schemas, and publishes what it is told.
// Arguments: URL SCHEMAS-FOLDER [CA CERT KEY]. Tells on standard output, a line of JSON each: {"event":"connected"}, {"topic","payload","retain"}
// with "invalid" where a payload breaks its schema. Takes on standard input: {"topic","payload" or "base64","retain"}.
import { readFileSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import mqtt from 'mqtt';
import Ajv from 'ajv/dist/2020.js';

const [url, schemas, ca, cert, key] = process.argv.slice(2);
const tell = (what) => process.stdout.write(JSON.stringify(what) + '\n');

const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/);
ajv.addFormat('date', /^\d{4}-\d{2}-\d{2}$/);
ajv.addKeyword('topic');
const checks = readdirSync(schemas)
  .filter((name) => name.endsWith('.schema.json'))
  .map((name) => JSON.parse(readFileSync(`${schemas}/${name}`, 'utf8')))
  .map((schema) => ({ pattern: patternOf(schema.topic), check: ajv.compile(schema), name: schema.$id, examples: schema.examples }));
for (const { check, name, examples } of checks) {
  for (const example of examples) {
    if (!check(example)) throw new Error(`an example of ${name} breaks its schema: ${ajv.errorsText(check.errors)}`);
  }
}

// "sessions/{sessionId}" is any one level there.
function patternOf(topic) {
  return new RegExp(`^stekker/v1/[^/]+/${topic.replace(/\{[^}]+\}/g, '[^/]+')}$`);
}

function faultOf(topic, payload) {
  const schema = checks.find((s) => s.pattern.test(topic));
  if (!schema) return `no schema for ${topic}`;
  try {
    return schema.check(JSON.parse(payload)) ? undefined : `${schema.name}: ${ajv.errorsText(schema.check.errors)}`;
  } catch (e) {
    return `${topic}: ${e.message}`;
  }
}

const client = mqtt.connect(url, {
  clientId: 'cloud',
  clean: false,
  reconnectPeriod: 50,
  protocolVersion: process.env.MQTT_VERSION === '4' ? 4 : 5,
  properties: process.env.MQTT_VERSION === '4' ? undefined : { sessionExpiryInterval: 86400 },
  ...(ca ? { ca: readFileSync(ca), cert: readFileSync(cert), key: readFileSync(key) } : {}),
});
client.on('connect', () => client.subscribe('stekker/#', { qos: 1, nl: true, rh: 1 }, () => tell({ event: 'connected' })));
client.on('close', () => tell({ event: 'closed' }));
client.on('error', (e) => tell({ event: 'error', why: e.message }));
client.on('message', (topic, body, packet) => {
  const payload = body.toString('utf8');
  tell({ topic, payload, retain: packet.retain, invalid: payload === '' ? undefined : faultOf(topic, payload) });
});
createInterface({ input: process.stdin }).on('line', (line) => {
  const { topic, payload, base64, retain } = JSON.parse(line);
  client.publish(topic, base64 === undefined ? payload : Buffer.from(base64, 'base64'), { qos: 1, retain: retain ?? false }, (e) => tell(e ? { event: 'error', why: e.message } : { event: 'published', on: topic }));
});
