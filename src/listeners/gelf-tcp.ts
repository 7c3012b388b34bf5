/** GELF over TCP: messages end with a NUL. */
import { jsonMessage } from './json-message.ts';
import { defineListener } from './listener.ts';
import { createStream } from './stream.ts';

export const gelfTcp = defineListener({
  name: 'gelf-tcp',
  port: 'gelfTcp',
  tlsPort: 'gelfTls',
  transport: 'tcp',
  open: (origin, intake) =>
    createStream({ input: 'gelf-tcp', origin, end: 0 }, intake, (bytes) => jsonMessage(bytes, intake.nowIso)),
});
