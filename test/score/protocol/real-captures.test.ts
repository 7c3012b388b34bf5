/** Greetings of real captures: bytes are never read as script. Needs the data (DECOYVERSE_DATA). */
import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { it } from 'node:test';
import { readAny } from '../../../src/ingest/read-any.ts';
import { openLocalScorer } from '../../../src/score/local.ts';
import { isBinary, recogniseProtocol } from '../../../src/score/protocol/index.ts';
import { ask } from '../../support/score/events.ts';
import { sharedDataIsMissing, sharedFile } from '../../support/shared-data.ts';

/** What only a text can be. */
const readAsText = /Injection|Scripting|Inclusion|Traversal|Forgery|ExternalEntity/;
/** Protocols whose text is a request or a log of one, and may try something. */
const requests: ReadonlySet<string> = new Set(['http', 'http-proxy', 'docker', 'sip', 'rtsp', 'redis']);

const captures: readonly (readonly [file: string, atLeast: number])[] = [
  ['tpot_2025/dionaea.jsonl', 50],
  ['tpot_2025/heralding.jsonl', 0],
  ['tpot_2025/honeytrap.jsonl', 1000],
  ['tpot_2025/ciscoasa.jsonl', 0],
  ['honey_2017_mixed/http_requests_2017-03-27.jsonl', 0],
  ['honey_2017_mixed/glastopf_2017-03-26.log', 0],
  ['honey_2017_mixed/telnet_2017-03-31.log.gz', 50],
];

for (const [name, atLeast] of captures)
  it(`no greeting of ${name} is called an injection, scripting or inclusion`, {
    skip: sharedDataIsMissing,
  }, async () => {
    const scorer = openLocalScorer({ onWarning: assert.fail });
    const file = sharedFile(...name.split('/'));
    assert.ok(file !== null, name);
    let greetings = 0;
    const wrong: string[] = [];
    for await (const entries of readAny(createReadStream(file), '2026-11-24T12:00:00.000Z'))
      for (const entry of entries) {
        if (entry.status !== 'draft') continue;
        const { payload, service, extra } = entry.draft;
        const port = typeof extra?.dst_port === 'number' ? extra.dst_port : null;
        const spoken = recogniseProtocol({ payload, service, port });
        if (!isBinary(payload) && (spoken === null || requests.has(spoken.protocol))) continue;
        greetings += 1;
        const { attack_type, risk_score } = scorer.judge(ask(entry.draft));
        if (readAsText.test(attack_type))
          wrong.push(`${attack_type} ${risk_score}: ${JSON.stringify(payload.slice(0, 80))}`);
      }
    assert.deepEqual(wrong, []);
    assert.ok(greetings >= atLeast, `${greetings} greetings`);
  });
