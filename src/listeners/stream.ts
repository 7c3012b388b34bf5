/** A conversation of messages alone, in frames: syslog, GELF and JSON over TCP. */
import { createFrames } from './frames.ts';
import type { Intake } from './intake.ts';
import type { Conversation, Origin } from './listener.ts';
import { type Message, nodeOf, type Speaker, takeMessage } from './message.ts';

/** Of one message. */
export const maxMessageBytes = 1024 * 1024;

export function createStream(
  { input, origin, end, isCounted }: { input: string; origin: Origin; end?: number; isCounted?: boolean },
  intake: Intake,
  toMessage: (bytes: Buffer) => Message | null,
): Conversation {
  const frames = createFrames({ maxBytes: maxMessageBytes, end, isCounted });
  const speaker: Speaker = { input, ...origin, node: null };
  let isKnown = false;

  async function takeAll(all: readonly Buffer[]): Promise<void> {
    for (const bytes of all) {
      const message = toMessage(bytes);
      if (message === null) continue;
      const wasTaken = await takeMessage(speaker, message, intake, true);
      // Whoever is nobody's sensor needs no connection.
      if (!wasTaken && !isKnown) throw new Error('an unknown sender');
      isKnown ||= wasTaken;
    }
    const tooLong = frames.takeTooLong();
    const node = tooLong > 0 ? await nodeOf(speaker, intake) : null;
    if (node !== null)
      intake.note({ ...speaker, node }, 'rejected', 'is longer than 1 MiB, and was dropped', tooLong);
  }

  return {
    greeting: Buffer.alloc(0),
    push: (chunk) => takeAll(frames.push(chunk)),
    end: () => takeAll(frames.rest()),
    isKnown: () => isKnown,
  };
}
