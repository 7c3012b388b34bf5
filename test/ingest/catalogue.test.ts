import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { eventKinds, quietKinds } from '../../src/core/event.ts';
import { cowrieEvents } from '../../src/ingest/cowrie-events.ts';
import { logTypes } from '../../src/ingest/opencanary-logtypes.ts';
import { vectorsOf } from '../support/vectors.ts';

const doc = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'events.md'), 'utf8');

/** The rows of the table below a heading, as cells. */
function tableBelow(heading: string): string[][] {
  const [, section = ''] = doc.split(`\n## ${heading}\n`);
  const [body = ''] = section.split('\n## ');
  return body
    .split('\n')
    .filter((line) => line.startsWith('|') && !line.startsWith('| ---'))
    .slice(1)
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

describe('docs/events.md', () => {
  it('lists every kind, and says which are quiet', () => {
    const rows = tableBelow('The kinds');
    assert.ok(rows.length > 10);
    assert.deepEqual(
      rows.map(([kind]) => kind),
      eventKinds.map((kind) => `\`${kind}\``),
    );
    for (const [kind = '', text = ''] of rows)
      assert.equal(text.includes('(quiet)'), quietKinds.has(kind.slice(1, -1) as never), kind);
  });

  it('lists every event id of Cowrie', () => {
    assert.deepEqual(
      tableBelow('Cowrie'),
      Object.entries(cowrieEvents).map(([id, { kind, activity }]) => [
        `\`cowrie.${id}\``,
        `\`${kind}\``,
        activity,
      ]),
    );
  });

  it('lists every logtype of OpenCanary', () => {
    assert.deepEqual(
      tableBelow('OpenCanary'),
      Object.entries(logTypes).map(([id, { name, service, kind }]) => [id, name, service, `\`${kind}\``]),
    );
  });
});

describe('the vectors', () => {
  it('have a record for every event id of Cowrie', () => {
    const seen = new Set(vectorsOf('cowrie').map(({ record }) => record.eventid));
    assert.deepEqual(
      Object.keys(cowrieEvents).filter((id) => !seen.has(`cowrie.${id}`)),
      [],
    );
  });

  it('have a record for every logtype of OpenCanary but nine of the ten for user modules', () => {
    const seen = new Set(vectorsOf('opencanary').map(({ record }) => Number(record.logtype)));
    const missing = Object.keys(logTypes).filter((id) => !seen.has(Number(id)));
    assert.deepEqual(
      missing.filter((id) => !id.startsWith('990')),
      [],
    );
  });

  it('make every kind but those that no format of these makes', () => {
    const made = new Set(
      ['native', 'cowrie', 'opencanary'].flatMap((name) => vectorsOf(name).map(({ draft }) => draft?.kind)),
    );
    assert.deepEqual(
      eventKinds.filter((kind) => !made.has(kind)),
      ['decoy.fingerprinted'],
    );
  });
});
