import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exposures } from '../../../src/core/exposure.ts';
import { type AttackType, fallbackVerdict, type Verdict } from '../../../src/core/verdict.ts';
import { actOf, acts } from '../../../src/score/exposure/act.ts';
import { applyExposure } from '../../../src/score/exposure/apply.ts';
import { decideExposure } from '../../../src/score/exposure/decide.ts';
import { levelOf, levels } from '../../../src/score/exposure/levels.ts';
import { actSamples } from '../../support/score/acts.ts';
import { exposureTable, writtenTable } from '../../support/score/exposure-table.ts';

const verdict = (risk: number, attackType: AttackType = risk === 0 ? 'Normal' : 'Recon'): Verdict => ({
  ...fallbackVerdict,
  attack_type: attackType,
  risk_score: risk,
  reasons: risk === 0 ? [] : ['Found by the scorer.'],
  evidence: risk === 0 ? [] : [{ reason: 0, field: 'activity', text: 'x' }],
  scored_by: 'local',
});
const decided = (exposure: 'internal' | 'internet') => ({
  decision: { exposure, reason: 'a test says so' },
  gotIn: false,
  places: 1,
});
const source = { source_ip: '10.0.3.17', agent: null };

describe('an act', () => {
  for (const act of acts)
    for (const sample of actSamples[act])
      it(`is read as ${act}: ${sample.kind} ${sample.service} ${JSON.stringify(sample.payload).slice(0, 40)}`, () => {
        assert.equal(actOf({ ...sample, agent: null }), act);
      });

  it('is one from an agent whatever it says of a service', () => {
    const agent = {
      hostname: 'a',
      username: 'b',
      file_accessed: 'c',
      file_path: 'd',
      action: 'ACCESSED',
      severity: 'LOW',
      alert_type: 'x',
    };
    const [sample] = actSamples.upload;
    assert.equal(actOf({ ...sample!, agent }), 'file');
  });
});

describe('each cell of act × exposure', () => {
  for (const exposure of exposures)
    for (const act of acts) {
      const level = levels[exposure][act];
      it(`${act}, ${exposure}: ${level.from}–${level.to}`, () => {
        for (const sample of actSamples[act])
          for (const risk of [0, 3, 5, 8, 10]) {
            const event = { ...sample, ...source };
            const before = verdict(risk);
            const after = applyExposure(event, before, decided(exposure));
            assert.equal(after.exposure, exposure);
            assert.equal(after.exposure_reason, 'a test says so');
            if (act === 'bookkeeping') {
              assert.equal(after.risk_score, risk);
              continue;
            }
            const exact = after.risk_exact ?? -1;
            assert.ok(exact >= level.from && exact <= level.to, `${risk} became ${exact}`);
            assert.equal(after.risk_score, Math.min(10, Math.round(exact)));
            for (const one of after.evidence) assert.ok(after.reasons[one.reason] !== undefined);
            if (after.risk_score > risk && level.reason !== null)
              assert.equal(after.reasons[0], level.reason);
            assert.deepEqual(before, verdict(risk), 'the verdict given is not changed');
          }
      });
    }

  it('stands in docs/exposure.md as the code has it', () => {
    assert.equal(writtenTable(), exposureTable());
  });
});

describe('exposure', () => {
  it('wakes people for every act of intent inside, and for none of what scanners do by themselves', () => {
    const quiet = new Set(['page-view', 'connection', 'ping', 'bookkeeping']);
    for (const act of acts)
      for (const sample of actSamples[act]) {
        const after = applyExposure({ ...sample, ...source }, verdict(0), decided('internal'));
        assert.equal(after.risk_score >= 8, !quiet.has(act), act);
        if (!quiet.has(act)) assert.notEqual(after.attack_type, 'Normal', act);
        if (act !== 'bookkeeping' && quiet.has(act))
          assert.ok(after.risk_score >= 4 && after.risk_score <= 6, act);
      }
  });

  it('never hides an exploit behind a page view, a connection or a guess', () => {
    for (const act of ['page-view', 'connection', 'sign-in-attempt', 'scan'] as const)
      for (const exposure of exposures) {
        const event = { ...actSamples[act][0]!, ...source };
        assert.equal(applyExposure(event, verdict(10, 'CommandInjection'), decided(exposure)).risk_score, 10);
      }
  });

  it('ranks the exploit of a named vulnerability above guessing, and a probe for it no higher', () => {
    const named = (strength: 'exploit' | 'probe', risk: number, type: AttackType): Verdict => ({
      ...verdict(risk, type),
      vulnerability: { id: 'CVE-2024-0001', title: 'a hole', product: 'a program', strength },
    });
    for (const act of ['request', 'page-view', 'query', 'connection'] as const) {
      const event = { ...actSamples[act][0]!, ...source };
      const risk = (strength: 'exploit' | 'probe', exposure: 'internal' | 'internet', type: AttackType) =>
        applyExposure(event, named(strength, 5, type), decided(exposure)).risk_exact;
      for (const type of ['CommandInjection', 'Recon'] as const) {
        assert.equal(risk('exploit', 'internet', type), 8.3, act);
        assert.equal(risk('exploit', 'internal', type), 9, act);
      }
      assert.equal(risk('probe', 'internet', 'Recon'), 5, act);
    }
    const event = { ...actSamples.request[0]!, ...source };
    const inside = applyExposure(event, named('exploit', 8, 'CommandInjection'), decided('internal'));
    assert.match(inside.reasons[0] ?? '', /inside the network tried to exploit/);
    const outside = applyExposure(event, named('exploit', 8, 'CommandInjection'), decided('internet'));
    assert.deepEqual(
      [outside.risk_exact, outside.risk_score, outside.reasons],
      [8.3, 8, ['Found by the scorer.']],
    );
    assert.equal(
      applyExposure(event, named('exploit', 10, 'CommandInjection'), decided('internet')).risk_exact,
      10,
    );
    const guess = { ...actSamples['sign-in-attempt'][0]!, ...source };
    const guessing = applyExposure(guess, verdict(9, 'BruteForce'), decided('internet')).risk_exact ?? 10;
    assert.ok(guessing < 8.3, `${guessing}`);
  });

  it('makes three places of one source inside a scan', () => {
    const event = { ...actSamples.connection[0]!, ...source };
    const at = (places: number) => applyExposure(event, verdict(2), { ...decided('internal'), places });
    assert.deepEqual([at(1).risk_score, at(2).risk_score, at(3).risk_score], [5, 5, 8]);
    assert.match(at(3).reasons[0] ?? '', /3 ports, services or nodes/);
    const outside = applyExposure(event, verdict(2), { ...decided('internet'), places: 30 });
    assert.equal(outside.risk_score, 2);
  });

  it('keeps the steps of one attack from the internet in strict order', () => {
    const step = (act: keyof typeof actSamples, risk: number, type: AttackType, gotIn = false): number =>
      applyExposure({ ...actSamples[act][0]!, ...source }, verdict(risk, type), {
        ...decided('internet'),
        gotIn,
      }).risk_exact ?? -1;
    const looking = step('scan', 9, 'Recon');
    const guessing = step('sign-in-attempt', 9, 'BruteForce');
    const gettingIn = step('sign-in', 6, 'CredentialAccess');
    const commands = [2, 5, 9].map((risk) => step('command', risk, 'CommandExecution', true));
    const staying = step('command', 9, 'Persistence', true);
    const moving = step('relay', 3, 'LateralMovement', true);
    const malware = step('download', 9, 'MalwareDeployment', true);
    assert.ok(looking < guessing && guessing < gettingIn, `${looking} ${guessing} ${gettingIn}`);
    for (const one of commands) assert.ok(one > gettingIn && one < staying && one < moving, `${one}`);
    assert.ok(Math.max(staying, moving) < malware);
  });

  it('says the level of somebody who got in by what was found', () => {
    assert.equal(levelOf('internet', 'command', 'Normal', true).from, 9);
    assert.equal(levelOf('internet', 'command', 'Normal', false).from, 0);
    assert.equal(levelOf('internal', 'command', 'Normal', true).from, 8);
  });
});

describe('where an event happened', () => {
  const at = (sourceIp: string) => ({ source_ip: sourceIp, agent: null, kind: 'login.failed' as const });
  const auto = { setting: 'auto' as const, isDeclared: (address: string) => address === '198.51.100.7' };
  for (const address of [
    '10.0.3.17',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.9',
    '100.64.0.1',
    '169.254.1.1',
    '127.0.0.1',
    '::1',
    'fe80::1',
    'fd00::7',
    '::ffff:10.0.0.1',
    'nas',
    'pc-17.lan',
    '198.51.100.7',
  ])
    it(`is inside for ${address}`, () => {
      const { exposure, reason } = decideExposure(at(address), auto);
      assert.equal(exposure, 'internal');
      assert.notEqual(reason, '');
    });
  for (const address of [
    '8.8.8.8',
    '172.32.0.1',
    '100.128.0.1',
    '2001:4860::8888',
    '::ffff:8.8.8.8',
    'scanner.example.com',
    'not an address',
    '',
  ])
    it(`is outside for ${JSON.stringify(address)}`, () => {
      assert.equal(decideExposure(at(address), auto).exposure, 'internet');
    });

  it('follows the setting of the node before the source', () => {
    const never = () => false;
    assert.equal(
      decideExposure(at('10.0.0.1'), { setting: 'internet', isDeclared: never }).exposure,
      'internet',
    );
    assert.equal(
      decideExposure(at('8.8.8.8'), { setting: 'internal', isDeclared: never }).exposure,
      'internal',
    );
  });

  it('is inside for tokens and agents', () => {
    assert.equal(decideExposure({ ...at('8.8.8.8'), kind: 'token.hit' }, auto).exposure, 'internal');
  });
});
