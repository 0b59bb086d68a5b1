// Checks payloads against a schema: a JSON object a line on standard input. Arguments: SCHEMA-FILE. Tells the faults of each bad line and ends with 1
// where there is one, else tells how many were right. The schema's own examples are checked first.
// Arguments: --examples SCHEMA-FILE...: only the examples, of each schema; a line a schema, 'NAME: N right' or 'NAME: ' and what is wrong.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import Ajv from 'ajv/dist/2020.js';

const examine = (file) => {
  const schema = JSON.parse(readFileSync(file, 'utf8'));
  const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
  ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/);
  ajv.addFormat('date', /^\d{4}-\d{2}-\d{2}$/);
  ajv.addKeyword('topic');
  const check = ajv.compile(schema);
  const found = { right: 0, faults: [] };
  found.look = (payload, of) => {
    if (check(payload)) {
      found.right++;
    } else {
      found.faults.push(`${of}: ${ajv.errorsText(check.errors)}`);
    }
  };
  schema.examples.forEach((example, i) => found.look(example, `example ${i}`));
  return found;
};

if (process.argv[2] === '--examples') {
  for (const file of process.argv.slice(3)) {
    let told;
    try {
      const { right, faults } = examine(file);
      told = faults.length === 0 ? `${right} right` : faults.join('; ');
    } catch (e) {
      told = e.message.replaceAll('\n', ' ');
    }
    console.log(`${basename(file)}: ${told}`);
  }
} else {
  const found = examine(process.argv[2]);
  for await (const line of createInterface({ input: process.stdin })) found.look(JSON.parse(line), line);
  found.faults.forEach((fault) => console.log(fault));
  console.log(`${found.right} right, ${found.faults.length} wrong`);
  process.exit(found.faults.length === 0 ? 0 : 1);
}
