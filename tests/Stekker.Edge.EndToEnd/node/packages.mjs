// An https server of packages, on node's own library. Where a path begins with /cut/, the first answer breaks off in the middle; asked for the
// rest of a file it gives that. Arguments: PORT CERTIFICATE KEY FOLDER. Tells each request in a line.
import { createServer } from 'node:https';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [port, certificate, key, folder] = process.argv.slice(2);
const cut = new Set();
const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (request, response) => {
  if (!existsSync(join(folder, basename(request.url)))) {
    response.writeHead(404).end();
    return;
  }
  const file = readFileSync(join(folder, basename(request.url)));
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  console.log(`${request.url} from ${from}`);
  response.writeHead(from > 0 ? 206 : 200, {
    'Content-Length': file.length - from,
    ...(from > 0 ? { 'Content-Range': `bytes ${from}-${file.length - 1}/${file.length}` } : {}),
  });
  if (request.url.startsWith('/cut/') && !cut.has(request.url)) {
    cut.add(request.url);
    response.write(file.subarray(0, file.length / 2), () => request.socket.end());
    return;
  }
  response.end(file.subarray(from));
});
server.listen(Number(port), '127.0.0.1', () => console.log('listening'));
