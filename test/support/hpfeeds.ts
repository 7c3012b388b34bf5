/** A publisher of hpfeeds, as the sensors' own clients speak it. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { hpfeedsSecretOf } from '../../src/cases/node-name.ts';
import { createHpfeedsFrames, frame, takeText } from '../../src/listeners/hpfeeds-frames.ts';
import { type ListenerLab, openStream } from './listeners.ts';
import { testSecret } from './server.ts';

export const sized = (text: string): Buffer =>
  Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);

/** What the broker sent, as its opcodes and texts, until it ends. */
export function listen(socket: Socket): { said: [number, string][]; ended: Promise<unknown> } {
  const frames = createHpfeedsFrames();
  const said: [number, string][] = [];
  socket.on('data', (chunk) => {
    for (const { opcode, payload } of frames.push(chunk)) said.push([opcode, payload.toString('latin1')]);
  });
  return { said, ended: once(socket, 'close') };
}

/** `publish` may say the name of another, as a broker does that passes messages on. */
export async function signIn(lab: ListenerLab, secret: string, name = `${lab.node.id}@${lab.user.id}`) {
  const socket = await openStream(lab.api.listenerPorts.hpfeeds!);
  const { said, ended } = listen(socket);
  while (said.length === 0) await once(socket, 'data');
  const [opcode, info] = said[0]!;
  assert.equal(opcode, 1);
  const broker = takeText(Buffer.from(info, 'latin1'))!;
  assert.equal(broker.text, 'decoyverse');
  assert.equal(broker.rest.length, 4);
  const proof = createHash('sha1').update(broker.rest).update(secret).digest();
  socket.write(frame(2, Buffer.concat([sized(name), proof])));
  const publish = (channel: string, payload: string, as = name): void =>
    void socket.write(frame(3, Buffer.concat([sized(as), sized(channel), Buffer.from(payload)])));
  return { socket, said, ended, publish };
}

export const secretOf = ({ node }: ListenerLab): string =>
  hpfeedsSecretOf(testSecret, createHash('sha256').update(node.key).digest('hex'));
