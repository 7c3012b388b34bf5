import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addJudged, toThreshold } from '../../src/cases/threshold-advice.ts';

type Verdict = 'attack' | 'harmless';
const judged = (verdict: Verdict, risk: number, incident: string, alert = incident) => ({
  alert_id: alert,
  incident_id: incident,
  verdict,
  risk,
});
const many = (count: number, verdict: Verdict, risk: number) =>
  Array.from({ length: count }, (_, at) => judged(verdict, risk, `${verdict}-${risk}-${at}`));

describe('the threshold that verdicts speak for', () => {
  const suggest = (list: ReturnType<typeof judged>[], current = 5) =>
    toThreshold({ judged: list, applied: null }, current);

  it('spares what was called harmless, and no more than helps', () => {
    assert.equal(suggest(many(5, 'harmless', 6)).suggested, 6);
    assert.equal(suggest([...many(5, 'harmless', 6), ...many(1, 'attack', 9)]).suggested, 6);
    assert.match(suggest(many(5, 'harmless', 6)).reason, /^5 incidents judged harmless had risk 6/);
  });

  it('stays below everything that was called an attack', () => {
    assert.equal(
      suggest([...many(9, 'harmless', 7), ...many(9, 'harmless', 6), ...many(1, 'attack', 7)]).suggested,
      6,
    );
    assert.equal(suggest([...many(9, 'harmless', 6), ...many(1, 'attack', 6)]).suggested, null);
  });

  it('asks for enough incidents, and never hides risks of nine and ten', () => {
    assert.equal(suggest(many(4, 'harmless', 6)).suggested, null);
    assert.equal(suggest(many(9, 'harmless', 10)).suggested, null);
    assert.equal(suggest([...many(9, 'harmless', 10), ...many(5, 'harmless', 8)]).suggested, 8);
    assert.equal(suggest(many(9, 'harmless', 5)).suggested, null, 'does not alert now either');
  });

  const add = (list: ReturnType<typeof judged>[]) => list.reduce<ReturnType<typeof addJudged>>(addJudged, []);

  it('counts an incident once, however many alerts it made', () => {
    const flood = Array.from({ length: 1000 }, (_, at) => judged('harmless', 6, 'one', `alert-${at}`));
    const kept = add([...many(4, 'harmless', 7), ...flood]);
    assert.equal(suggest(kept).suggested, 7, 'with the four others, which it did not push out');
    assert.equal(suggest(kept).harmless[6], 1);
    assert.equal(suggest(add(flood)).suggested, null);
  });

  it('forgets no attack for later verdicts, and of an incident keeps the least risky', () => {
    const attacks = [
      judged('attack', 9, 'deep', 'a1'),
      judged('attack', 6, 'deep', 'a2'),
      judged('attack', 8, 'deep', 'a3'),
    ];
    const kept = add([...attacks, ...many(900, 'harmless', 7), ...many(900, 'attack', 9)]);
    assert.equal(suggest(kept).attack[6], 1);
    assert.equal(suggest(kept).suggested, null, 'an attack of risk 6 would be missed');
    assert.ok(kept.length <= 600);
  });
});
