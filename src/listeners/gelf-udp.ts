/** GELF over UDP: plain, gzip or zlib, whole or in chunks. */
import { promisify } from 'node:util';
import { unzip } from 'node:zlib';
import { createChunks } from './gelf-chunks.ts';
import { jsonMessage } from './json-message.ts';
import { defineListener } from './listener.ts';
import { type Message, takeMessage } from './message.ts';
import { maxMessageBytes } from './stream.ts';

const unzipped = promisify(unzip);

const isPacked = ([first, second]: Uint8Array): boolean =>
  (first === 0x1f && second === 0x8b) || (first === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(second ?? -1));

const unreadable: Message = {
  key: null,
  read: () => ({
    drafts: [],
    skipped: 0,
    problems: [{ kind: 'rejected', reason: 'a message cannot be uncompressed', sample: '' }],
  }),
};

export const gelfUdp = defineListener({
  name: 'gelf-udp',
  port: 'gelfUdp',
  transport: 'udp',
  open(intake) {
    const chunks = createChunks(() => Date.parse(intake.nowIso()));
    return async (datagram, address) => {
      const whole = chunks.push(datagram, address);
      if (whole === null) return;
      const plain = isPacked(whole)
        ? await unzipped(whole, { maxOutputLength: maxMessageBytes }).catch(() => null)
        : whole;
      const message = plain === null ? unreadable : jsonMessage(plain, intake.nowIso);
      if (message !== null)
        await takeMessage(
          { input: 'gelf-udp', address, certificate: null, node: null },
          message,
          intake,
          false,
        );
    };
  },
});
