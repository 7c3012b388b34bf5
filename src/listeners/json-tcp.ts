/** JSON over TCP, one object a line: Cowrie's `output_socketlog`, OpenCanary's SocketJSONHandler. */
import { jsonMessage } from './json-message.ts';
import { defineListener } from './listener.ts';
import { createStream } from './stream.ts';

export const jsonTcp = defineListener({
  name: 'json-tcp',
  port: 'jsonTcp',
  tlsPort: 'jsonTls',
  transport: 'tcp',
  open: (origin, intake) =>
    createStream({ input: 'json-tcp', origin }, intake, (bytes) => jsonMessage(bytes, intake.nowIso)),
});
