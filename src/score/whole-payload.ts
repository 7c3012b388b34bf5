/**
 * A payload over its limit was cut when it was read; the parts of the rest that matter stand in `extra` and are judged by
 * themselves, so that neither takes the other's place: a model reads only so much of one text.
 */
import type { ScoreInput } from '../core/scorer.ts';
import { countTellingWords } from '../lib/telling-parts.ts';
import { textOf } from './facts.ts';
import type { Finding } from './finding.ts';

const rest = 'payload_rest';
const requestLine = /^([A-Z]{3,10}) \S{1,200}? HTTP\/\d(?:\.\d)?(?=\r?\n)/;
const openRequest = /^([A-Z]{3,10}) \/\S*$/;

/** Of the values that are judged apart from their neighbours: how many, and how long each may be. */
const mostValues = 6;
const longestValue = 1500;

/** Values with a word that attacks need, those with most first: filling next to them would speak louder in one text. */
const tellingValues = (text: string): string[] =>
  text
    .split(/&|\n…\n|\r?\n\r?\n/)
    .filter((value) => value.length <= longestValue)
    .map((value) => ({ value, words: countTellingWords(value) }))
    .filter(({ words }) => words > 0)
    .sort((a, b) => b.words - a.words)
    .slice(0, mostValues)
    .map(({ value }) => value);

/**
 * What is judged beside a payload that was cut: the same event with the rest in its place, as its sender would have sent
 * it, and with the telling values alone. Empty where nothing was cut.
 */
export function withPayloadRest(input: ScoreInput): ScoreInput[] {
  const { event } = input;
  const text = textOf(event, rest);
  if (text === '') return [];
  const values = tellingValues(`${event.payload}\n…\n${text}`);
  return [text, ...(values.length > 0 ? [values.join('&')] : [])].map((part) => withText(input, part));
}

function withText(input: ScoreInput, text: string): ScoreInput {
  const { event } = input;
  const head = requestLine.exec(event.payload.slice(0, 300))?.[0];
  const method = head === undefined ? openRequest.exec(event.payload)?.[1] : undefined;
  const payload =
    head !== undefined
      ? `${head}\r\n\r\n${text}`
      : method !== undefined
        ? `${method} /?${text.replaceAll('\n…\n', '&')}`
        : text;
  return { ...input, event: { ...event, payload } };
}

/** What the rest adds to the findings of the payload: each rule once, and the field that its text is in. */
export function addRestFindings(findings: Finding[], ofRest: readonly Finding[]): void {
  for (const finding of ofRest) {
    if (finding.field !== 'payload') continue;
    const added = { ...finding, field: `extra.${rest}` };
    const at = findings.findIndex(
      ({ rule, attackType }) => rule === finding.rule && attackType === finding.attackType,
    );
    if (at < 0) findings.push(added);
    else if ((findings[at] as Finding).risk < finding.risk) findings[at] = added;
  }
}
