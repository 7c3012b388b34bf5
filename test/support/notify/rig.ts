/** What a receiver of one kind looks like to the tests: it takes, refuses, hangs or is gone as it is set to. */
import type { Seen } from './receiver.ts';
import { openReceiver } from './receiver.ts';

export type Mood = 'well' | 'refuses' | 'hangs' | 'gone';

/** One message as its receiver understood it. */
export interface Taken {
  /** The delivery's id, by which a receiver tells a repeat. */
  id: string | null;
  /** Texts as the receiver's readers get them. */
  texts: string[];
  /** What was on the wire. */
  wire: string;
}

export interface Rig {
  settings: { [name: string]: unknown };
  /** Must never come back in an outcome. */
  secrets: string[];
  /** `people` read it in a program that makes links and mentions of texts; `machine` keeps it as a record. */
  readers: 'people' | 'machine';
  taken: Taken[];
  /** Why the receiver would not have taken something. */
  complaints: string[];
  mood: Mood;
  openSockets(): number;
  close(): Promise<void>;
}

/** All texts in a JSON value. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

export interface Double {
  settings(url: string): Rig['settings'];
  secrets: string[];
  readers: Rig['readers'];
  /** Judges as the service does; throws with a sentence where it would not take it. `wire`: what was sealed in the body. */
  judge(seen: Seen): { id: string | null; texts: string[]; wire?: string };
  /** Reads a body that is no text. */
  toText?(body: Buffer): string;
  /** What the service says when it takes a message. */
  answer(seen: Seen): { status: number; body: string };
}

/** A double of an HTTP service. When it refuses it repeats all it was sent: a service may, and nothing may leak by it. */
export async function openHttpRig(double: Double): Promise<Rig> {
  const rig: Omit<Rig, 'close' | 'openSockets'> = {
    settings: {},
    secrets: double.secrets,
    readers: double.readers,
    taken: [],
    complaints: [],
    mood: 'well',
  };
  const receiver = await openReceiver((seen, response) => {
    if (rig.mood === 'hangs') return;
    const { bytes: _bytes, ...told } = seen;
    const echo = JSON.stringify(told);
    if (rig.mood !== 'well') return void response.writeHead(rig.mood === 'gone' ? 410 : 500).end(echo);
    try {
      rig.taken.push({ wire: seen.body, ...double.judge(seen) });
      const { status, body } = double.answer(seen);
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    } catch (error) {
      rig.complaints.push((error as Error).message);
      response.writeHead(400).end(String(error));
    }
  });
  rig.settings = double.settings(receiver.url);
  return Object.assign(rig, { close: () => receiver.close(), openSockets: () => receiver.open.size });
}
