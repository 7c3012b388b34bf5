/**
 * Real sessions of Cowrie beside classes that others gave them from event ids and commands: what is read of a session
 * must tell the same.
 */
import assert from 'node:assert/strict';
import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { readAny } from '../../src/ingest/read-any.ts';
import { sharedFile } from '../support/shared-data.ts';

const folder = sharedFile('cowrie_real');
const fetches = /\b(?:wget|curl|tftp|ftpget)\b/;

interface Seen {
  kinds: Set<string>;
  commands: string[];
}

function classOf({ kinds, commands }: Seen): string {
  const isFetched = kinds.has('file.downloaded') || kinds.has('file.uploaded');
  if (isFetched || commands.some((command) => fetches.test(command))) return 'malware_deploy';
  if (kinds.has('command.run')) return 'shell_recon';
  if (kinds.has('tunnel.requested')) return 'proxy_abuse';
  if (kinds.has('login.succeeded')) return 'credential_success';
  return kinds.has('login.failed') ? 'bruteforce' : 'probe';
}

it('at least 95 % of real sessions are read as what others say they are', {
  skip: folder === null && 'cowrie_real is not on this machine',
}, async (t) => {
  let same = 0;
  let all = 0;
  for (const name of readdirSync(folder ?? '').filter((file) => file.endsWith('.json'))) {
    const sessions = new Map<string, Seen>();
    for await (const entries of readAny(
      createReadStream(join(folder ?? '', name)),
      '2026-01-01T00:00:00.000Z',
    ))
      for (const entry of entries) {
        if (entry.status !== 'draft' || entry.draft.session === null) continue;
        const seen = sessions.get(entry.draft.session) ?? { kinds: new Set(), commands: [] };
        sessions.set(entry.draft.session, seen);
        seen.kinds.add(entry.draft.kind);
        if (entry.draft.kind === 'command.run') seen.commands.push(entry.draft.payload);
      }
    const weak = readFileSync(join(folder ?? '', name.replace('.json', '.sessions.jsonl')), 'utf8');
    for (const line of weak.trim().split('\n')) {
      const { session, weak_class } = JSON.parse(line) as { session: string; weak_class: string };
      const seen = sessions.get(session);
      all += 1;
      if (seen !== undefined && classOf(seen) === weak_class) same += 1;
    }
  }
  t.diagnostic(`${same} of ${all} sessions`);
  assert.ok(all > 4000);
  assert.ok(same / all >= 0.95, `${same} of ${all}`);
});
