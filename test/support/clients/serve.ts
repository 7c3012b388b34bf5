/** A test server for generated clients: writes its OpenAPI document, prints where it is and a node's key, ends with stdin. */
import { writeFileSync } from 'node:fs';
import { openTestServer } from '../server.ts';

const server = await openTestServer({});
const user = await server.createUser();
const node = await server.createNode(user);
const { body } = await server.call('GET', '/openapi.json');
writeFileSync(process.argv[2] ?? 'openapi.json', JSON.stringify(body));
process.stdout.write(`${server.address}\n${node.key}\n${user.headers.authorization}\n`);
process.stdin.resume();
await new Promise((resolve) => process.stdin.on('end', resolve));
await server.close();
