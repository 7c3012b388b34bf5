/** The table of act × exposure as docs/exposure.md shows it, made from the code. `npm run docs` writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acts } from '../../../src/score/exposure/act.ts';
import { type Level, levels } from '../../../src/score/exposure/levels.ts';

export const exposureDoc = join(import.meta.dirname, '..', '..', '..', 'docs', 'exposure.md');

const range = ({ from, to }: Level): string =>
  from === 0 && to === 10 ? 'as scored' : from === to ? `${from}` : `${from}–${to}`;

export function exposureTable(): string {
  const rows = acts.map(
    (act) =>
      `| ${act} | ${range(levels.internal[act])} | ${range(levels.internet[act])} | ${levels.internal[act].reason ?? ''} |`,
  );
  return ['| act | inside | on the internet | why, inside |', '| --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

const opening = '<!-- table: made from src/score/exposure/levels.ts by `npm run docs` -->';
const closing = '<!-- end of table -->';

/** The document's table as it stands. Throws where the marks are missing. */
export function writtenTable(): string {
  const text = readFileSync(exposureDoc, 'utf8');
  const from = text.indexOf(opening);
  const to = text.indexOf(closing);
  if (from < 0 || to < from) throw new Error('docs/exposure.md has no marks for its table');
  return text.slice(from + opening.length, to).trim();
}

if (import.meta.main) {
  const text = readFileSync(exposureDoc, 'utf8');
  const from = text.indexOf(opening) + opening.length;
  writeFileSync(
    exposureDoc,
    `${text.slice(0, from)}\n${exposureTable()}\n${text.slice(text.indexOf(closing))}`,
  );
}
