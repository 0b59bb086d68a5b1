// Checks payloads against a schema: a JSON object a line on standard input. Arguments: SCHEMA-FILE. Tells the faults of each bad line and ends with 1
// where there is one, else tells how many were right. The schema's own examples are checked first.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import Ajv from 'ajv/dist/2020.js';

const schema = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
ajv.addFormat('date-time', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/);
ajv.addFormat('date', /^\d{4}-\d{2}-\d{2}$/);
ajv.addKeyword('topic');
const check = ajv.compile(schema);
let right = 0;
let wrong = 0;
const look = (payload, of) => {
  if (check(payload)) {
    right++;
  } else {
    wrong++;
    console.log(`${of}: ${ajv.errorsText(check.errors)}`);
  }
};
schema.examples.forEach((example, i) => look(example, `example ${i}`));
for await (const line of createInterface({ input: process.stdin })) look(JSON.parse(line), line);
console.log(`${right} right, ${wrong} wrong`);
process.exit(wrong === 0 ? 0 : 1);
