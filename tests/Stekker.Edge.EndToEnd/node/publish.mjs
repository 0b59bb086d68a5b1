// Publishes a file's lines (TOPIC<tab>PAYLOAD) with QoS 1 as fast as the broker acknowledges them, and tells what it took.
// Arguments: URL FILE [CA CERT KEY].
import { readFileSync } from 'node:fs';
import mqtt from 'mqtt';

const [url, file, ca, cert, key] = process.argv.slice(2);
const messages = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => line.split('\t'));
const client = mqtt.connect(url, {
  clientId: 'bench-node',
  protocolVersion: 5,
  ...(ca ? { ca: readFileSync(ca), cert: readFileSync(cert), key: readFileSync(key) } : {}),
});
client.on('connect', () => {
  const began = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  const window = 64;
  let next = 0;
  let acknowledged = 0;
  const send = () => {
    if (next >= messages.length) return;
    const [topic, payload] = messages[next++];
    client.publish(topic, payload, { qos: 1 }, (error) => {
      if (error) throw error;
      if (++acknowledged < messages.length) return send();
      const used = process.cpuUsage(cpu);
      console.log(JSON.stringify({
        seconds: Number(process.hrtime.bigint() - began) / 1e9,
        cpuSeconds: (used.user + used.system) / 1e6,
        peakMb: process.resourceUsage().maxRSS / 1000,
      }));
      client.end();
    });
  };
  for (let i = 0; i < window; i++) send();
});
