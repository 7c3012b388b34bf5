import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attackTypes } from '../../src/core/verdict.ts';
import { commandRules } from '../../src/score/rules/commands.ts';
import { endpointRules } from '../../src/score/rules/endpoint.ts';
import { logRules } from '../../src/score/rules/log-lines.ts';
import { loginRules } from '../../src/score/rules/logins.ts';
import { queryRules } from '../../src/score/rules/queries.ts';
import { trafficRules } from '../../src/score/rules/traffic.ts';
import { webRules } from '../../src/score/rules/web.ts';
import { wireRules } from '../../src/score/rules/wire.ts';
import { commandCases, eventCases, textCases } from '../support/score/cases.ts';
import { ask, bytes, command, draft, request, rulesOf } from '../support/score/events.ts';

const every = [
  ...loginRules,
  ...trafficRules,
  ...endpointRules,
  ...commandRules,
  ...webRules,
  ...queryRules,
  ...wireRules,
  ...logRules,
];
const tactics = new Set(
  'Reconnaissance,Resource Development,Initial Access,Execution,Persistence,Privilege Escalation,Defense Evasion,Credential Access,Discovery,Lateral Movement,Collection,Command and Control,Exfiltration,Impact'.split(
    ',',
  ),
);

describe('the rules', () => {
  it('have ids of their own and speak in the field’s names', () => {
    assert.equal(new Set(every.map(({ id }) => id)).size, every.length);
    for (const rule of every) {
      assert.ok(attackTypes.includes(rule.attackType as (typeof attackTypes)[number]), rule.id);
      for (const tactic of rule.tactics) assert.ok(tactics.has(tactic), `${rule.id}: ${tactic}`);
      for (const technique of rule.techniques) assert.match(technique, /^T\d{4}(\.\d{3})?$/);
      assert.ok(rule.risk > 0 && rule.risk <= 10, rule.id);
      assert.ok(rule.sure > 0 && rule.sure < 1, rule.id);
      assert.match(rule.reason, /^[A-Z].{15,}\.$/, rule.id);
    }
  });

  it('have a case and a counter-case each', () => {
    const shown = new Set([
      ...Object.keys(commandCases),
      ...Object.keys(textCases),
      ...Object.keys(eventCases),
    ]);
    assert.deepEqual(
      every.map(({ id }) => id).filter((id) => !shown.has(id)),
      [],
    );
  });

  for (const [id, [yes, no]] of Object.entries(commandCases))
    it(`${id} holds for its command and not for its like`, () => {
      assert.ok(rulesOf(ask(command(yes))).includes(id), yes);
      assert.ok(!rulesOf(ask(command(no))).includes(id), no);
    });

  const shapes = {
    web: (text: string) => request(text),
    query: (text: string) => draft('payload.received', { service: 'mysql', payload: text }),
    bytes: (text: string) => bytes(text),
  };
  for (const [id, { shape, yes, no }] of Object.entries(textCases))
    it(`${id} holds for its text and not for its like`, () => {
      assert.ok(rulesOf(ask(shapes[shape](yes))).includes(id), yes);
      assert.ok(!rulesOf(ask(shapes[shape](no))).includes(id), no);
    });

  for (const [id, [yes, no]] of Object.entries(eventCases))
    it(`${id} holds for its event and not for its like`, () => {
      assert.ok(rulesOf(yes).includes(id));
      assert.ok(!rulesOf(no).includes(id));
    });
});
