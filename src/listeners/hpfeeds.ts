/**
 * The broker's side of hpfeeds, for sensors that publish: INFO with a nonce, AUTH with a name and a proof of its secret, then
 * PUBLISH. Nobody can subscribe: events are read by the API, by their owner.
 */
import { randomBytes } from 'node:crypto';
import { isProof, nodeName } from '../cases/node-name.ts';
import type { NodeRecord } from '../core/node.ts';
import { createHpfeedsFrames, frame, opcodes, takeText } from './hpfeeds-frames.ts';
import { readPublished } from './hpfeeds-record.ts';
import { defineListener } from './listener.ts';
import { type Speaker, takeMessage } from './message.ts';

const input = 'hpfeeds';
const brokerName = Buffer.from('decoyverse');
const nonceBytes = 4;

export const hpfeeds = defineListener({
  name: input,
  port: 'hpfeeds',
  transport: 'tcp',
  open({ address }, intake) {
    const nonce = randomBytes(nonceBytes);
    const frames = createHpfeedsFrames();
    const speaker: Speaker & { node: NodeRecord | null } = { input, address, certificate: null, node: null };

    async function authenticate(payload: Buffer): Promise<NodeRecord> {
      const named = takeText(payload);
      const node = named === null ? null : await intake.nodes.byName(named.text);
      if (named !== null && node !== null) {
        if (isProof(named.rest, nonce, intake.nodes.secretOf(node))) return node;
        intake.note({ node, input, address }, 'unknown_key', 'A sensor signs in with a wrong secret');
      } else intake.stranger(input, address);
      throw new Error('unknown name or wrong secret');
    }

    async function publish(payload: Buffer): Promise<void> {
      const name = takeText(payload);
      // A broker that passes others' messages on leaves their names.
      const own = speaker.node === null ? '' : nodeName(speaker.node);
      const channel = name === null ? null : takeText(name.rest);
      if (channel === null) throw new Error('a message that is cut off');
      await takeMessage(
        speaker,
        {
          key: null,
          sensorName: name === null || name.text === own ? '' : name.text,
          read: (mappings) => readPublished(channel.text, channel.rest, intake.nowIso(), mappings),
        },
        intake,
        true,
      );
    }

    return {
      greeting: frame(opcodes.info, Buffer.concat([Buffer.from([brokerName.length]), brokerName, nonce])),
      async push(chunk, say) {
        try {
          for (const { opcode, payload } of frames.push(chunk)) {
            if (opcode === opcodes.auth) speaker.node = await authenticate(payload);
            else if (speaker.node === null) throw new Error('sign in first');
            else if (opcode === opcodes.publish) await publish(payload);
            else if (opcode === opcodes.subscribe) throw new Error('this broker only takes');
          }
        } catch (error) {
          say(frame(opcodes.error, Buffer.from(error instanceof Error ? error.message : 'failed')));
          throw error;
        }
      },
      end: async () => undefined,
      isKnown: () => speaker.node !== null,
    };
  },
});
