// A broker that speaks MQTT 3.1.1 only (aedes). Arguments: PORT. Says "ready" once it listens.
import { createServer } from 'node:net';
import Aedes from 'aedes';

const aedes = new Aedes();
createServer(aedes.handle).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('ready'));
