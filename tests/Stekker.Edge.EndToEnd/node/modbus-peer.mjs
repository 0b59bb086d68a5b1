// Meters and their readers on a Modbus library that others wrote. A test drives it by lines of JSON on standard input and
// reads what happens on standard output. Values are written into registers here, by Node's own buffers, so that a meter's
// numbers come from one program and are understood by another.
//
//   in:  {"do":"serve","tcp":PORT} or {"do":"serve","serial":PATH}
//        {"do":"put","unit":1,"table":"input","address":0,"as":"float","order":"ABCD","values":[230.5]}
//        {"do":"fault","unit":1,"code":4} (answered with that exception; 0 is well again)
//        {"do":"hold","unit":1} (its answers wait) {"do":"release","unit":1}
//        {"do":"connect","tcp":PORT} or {"do":"connect","rtuOverTcp":PORT} or {"do":"connect","serial":PATH}
//        {"do":"ask","ref":1,"unit":3,"method":"readHoldingRegisters","with":[4,2]}
//   out: {"event":"ready"} {"event":"done"} {"event":"held"} {"event":"answer","ref":1,"data":[…]} {"event":"refused","ref":1,"code":2,"message":"…"}
//
// Usage: node modbus-peer.mjs
import { createInterface } from 'node:readline';
import ModbusRTU from 'modbus-serial';

const illegalAddress = { modbusErrorCode: 2, msg: 'no such register' };
const tell = (event, more = {}) => process.stdout.write(JSON.stringify({ event, ...more }) + '\n');

class Unit {
  tables = { input: new Map(), holding: new Map(), coils: new Map() };
  code = 0;
  held = null;

  async get(table, address) {
    if (this.held) {
      tell('held', { address });
      await this.held.until;
    }
    if (this.code) throw { modbusErrorCode: this.code, msg: 'as told' };
    if (!this.tables[table].has(address)) throw illegalAddress;
    return this.tables[table].get(address);
  }

  set(table, address, value) {
    if (!this.tables[table].has(address)) throw illegalAddress;
    this.tables[table].set(address, value);
  }
}

const units = new Map();
const unit = (id) => units.get(id) ?? units.set(id, new Unit()).get(id);
// A unit that is not there says nothing, for ever.
const asked = (id) => (units.has(id) ? units.get(id) : { get: () => new Promise(() => {}), set: () => new Promise(() => {}) });

const vector = {
  getInputRegister: (address, id) => asked(id).get('input', address),
  getHoldingRegister: (address, id) => asked(id).get('holding', address),
  getCoil: (address, id) => asked(id).get('coils', address),
  setRegister: (address, value, id) => asked(id).set('holding', address, value),
  setCoil: (address, value, id) => asked(id).set('coils', address, value),
};

const writers = {
  int16: [2, (b, v) => b.writeInt16BE(v)],
  uint16: [2, (b, v) => b.writeUInt16BE(v)],
  int32: [4, (b, v) => b.writeInt32BE(v)],
  uint32: [4, (b, v) => b.writeUInt32BE(v)],
  uint64: [8, (b, v) => b.writeBigUInt64BE(BigInt(v))],
  float: [4, (b, v) => b.writeFloatBE(v)],
  double: [8, (b, v) => b.writeDoubleBE(v)],
};

function words(as, order, value) {
  const [size, write] = writers[as];
  const bytes = Buffer.alloc(size);
  write(bytes, value);
  const all = [];
  for (let i = 0; i < size; i += 2) all.push(bytes.readUInt16BE(i));
  return order === 'CDAB' ? all.reverse() : all;
}

const client = new ModbusRTU();
const commands = {
  async serve({ tcp, serial }) {
    const server = tcp
      ? new ModbusRTU.ServerTCP(vector, { host: '127.0.0.1', port: tcp })
      : new ModbusRTU.ServerSerial(vector, { path: serial, baudRate: 9600 });
    server.on('initialized', () => tell('ready'));
  },
  async put({ unit: id, table, address, as, order, values }) {
    for (const value of values) {
      if (table === 'coils') unit(id).tables.coils.set(address++, value);
      else for (const word of words(as, order, value)) unit(id).tables[table].set(address++, word);
    }
    tell('done');
  },
  async fault({ unit: id, code }) {
    unit(id).code = code;
    tell('done');
  },
  async hold({ unit: id }) {
    let release;
    unit(id).held = { until: new Promise((resolve) => (release = resolve)), release: () => release() };
    tell('done');
  },
  async release({ unit: id }) {
    const { release } = unit(id).held;
    unit(id).held = null;
    release();
    tell('done');
  },
  async connect({ tcp, rtuOverTcp, serial }) {
    if (tcp) await client.connectTCP('127.0.0.1', { port: tcp });
    else if (rtuOverTcp) await client.connectTelnet('127.0.0.1', { port: rtuOverTcp });
    else await client.connectRTUBuffered(serial, { baudRate: 9600 });
    client.setTimeout(30_000);
    tell('ready');
  },
  async ask({ ref, unit: id, method, with: given }) {
    client.setID(id);
    try {
      tell('answer', { ref, data: (await client[method](...given)).data ?? [] });
    } catch (error) {
      tell('refused', { ref, code: error.modbusCode ?? null, message: error.message });
    }
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  // Not awaited: a held question must not keep the next command waiting.
  void commands[command.do](command);
}
process.exit(0);
