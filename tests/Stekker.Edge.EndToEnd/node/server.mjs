// A central system on the ocpp-rpc library, to measure against: checks what it gets against the same schemas, gives the
// same answers, and stores nothing. Usage: node server.mjs PORT
import { RPCServer } from 'ocpp-rpc';

const port = Number(process.argv[2]);
const server = new RPCServer({ protocols: ['ocpp1.6'], strictMode: true });
let lastTransactionId = 0;

server.auth((accept) => accept({}));
server.on('client', (client) => {
  client.handle('BootNotification', () => ({ status: 'Accepted', interval: 300, currentTime: new Date().toISOString() }));
  client.handle('StatusNotification', () => ({}));
  client.handle('Heartbeat', () => ({ currentTime: new Date().toISOString() }));
  client.handle('StartTransaction', () => ({ transactionId: ++lastTransactionId, idTagInfo: { status: 'Accepted' } }));
  client.handle('MeterValues', () => ({}));
  client.handle('StopTransaction', () => ({ idTagInfo: { status: 'Accepted' } }));
});
await server.listen(port, '127.0.0.1');
console.log('listening');
