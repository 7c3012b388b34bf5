/**
 * A session's story as text: a list of its steps, in which a number stands for so many more of the step before it. Who
 * guesses passwords makes sixty equal steps, and the story is written again with each of them.
 */
import { appendSteps, type SessionState, type SessionStep } from '../../../core/history.ts';

/** A step is written many times and never changed. */
const written = new WeakMap<SessionStep, string>();

function textOf(step: SessionStep): string {
  const existing = written.get(step);
  if (existing !== undefined) return existing;
  const text = JSON.stringify(step);
  written.set(step, text);
  return text;
}

const isSame = (a: SessionStep, b: SessionStep): boolean =>
  a.kind === b.kind && a.text === b.text && a.tactic === b.tactic;

export function toStoryText(story: readonly SessionStep[]): string {
  const parts: string[] = [];
  let last: SessionStep | null = null;
  let repeats = 0;
  for (const step of story) {
    if (last !== null && isSame(last, step)) {
      repeats += 1;
      continue;
    }
    if (repeats > 0) parts.push(String(repeats));
    repeats = 0;
    parts.push(textOf(step));
    last = step;
  }
  if (repeats > 0) parts.push(String(repeats));
  return `[${parts.join(',')}]`;
}

/** Reads what toStoryText wrote, and the plain list of steps that versions before it wrote. */
export function readStoryText(text: string): SessionStep[] {
  const story: SessionStep[] = [];
  for (const part of JSON.parse(text) as (SessionStep | number)[]) {
    if (typeof part !== 'number') story.push(part);
    else for (let n = 0, last = story.at(-1); last && n < part; n += 1) story.push({ ...last });
  }
  return story;
}

/**
 * The steps by which a story goes on from that of `before`, or null where it is not the same story with more at its end.
 * Steps are compared as objects: whoever adds to a story keeps those that it has.
 */
export function addedSteps(
  before: Pick<SessionState, 'story'> | null | undefined,
  { story }: Pick<SessionState, 'story'>,
): SessionStep[] | null {
  if (!before) return null;
  const last = before.story.at(-1);
  if (last === undefined) return null;
  const at = story.lastIndexOf(last);
  if (at < 0) return null;
  const added = story.slice(at + 1);
  const again = appendSteps(before.story, added);
  return again.length === story.length && again.every((step, n) => step === story[n]) ? added : null;
}
