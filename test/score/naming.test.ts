import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { vulnerabilities } from '../../src/score/catalogue/index.ts';
import { openLocalScorer } from '../../src/score/local.ts';
import { ask, bytes, draft, request } from '../support/score/events.ts';
import { toWire } from './catalogue/cases/cases.ts';
import { cases } from './catalogue/cases/index.ts';
import { greetings } from './protocol/greetings.ts';

const scorer = openLocalScorer();
const read = new Set([
  'SqlInjection',
  'CrossSiteScripting',
  'FileInclusion',
  'CommandInjection',
  'Injection',
  'TemplateInjection',
  'PathTraversal',
]);

describe('a verdict', () => {
  it('names what was tried, says it, and a named exploit wakes people', () => {
    for (const { id, product, forms } of vulnerabilities) {
      const payload = toWire(cases[id]![0]);
      const event = cases[id]![0].startsWith('bytes:') ? bytes(payload) : request(payload);
      const { vulnerability, risk_score, reasons } = scorer.judge(ask(event));
      assert.ok(vulnerability, id);
      if (forms.every(({ probe }) => probe === true)) {
        assert.equal(vulnerability.strength, 'probe', id);
        assert.ok(risk_score < 8, `${id} has a risk of ${risk_score}`);
      } else {
        assert.equal(vulnerability.strength, 'exploit', id);
        assert.ok(risk_score >= 8, `${id} has a risk of ${risk_score}`);
      }
      assert.ok(
        reasons.some((reason) => reason.includes(product) || reason.includes(vulnerability.product)),
        id,
      );
    }
  });

  it('has the type of what was tried', () => {
    const judge = (payload: string) => scorer.judge(ask(request(payload)));
    assert.equal(judge('GET /.env HTTP/1.1\r\nHost: a\r\n\r\n').attack_type, 'DataExfil');
    assert.equal(judge(toWire(cases['CVE-2024-3400']![0])).vulnerability?.id, 'CVE-2024-3400');
    const { reasons, techniques, vulnerability } = judge(toWire(cases['CVE-2021-44228']![0]));
    assert.ok(
      reasons.some((reason) =>
        /^The request tries to exploit CVE-2021-44228 \(Apache Log4j: .*\), which is known to be exploited\.$/.test(
          reason,
        ),
      ),
    );
    assert.ok(techniques.includes('T1190'));
    assert.equal(vulnerability?.kev, true);
  });

  it('of a probe is Recon and stays below', () => {
    const { attack_type, risk_score, vulnerability } = scorer.judge(
      ask(request('GET /phpmyadmin/scripts/setup.php HTTP/1.1\r\n\r\n')),
    );
    assert.deepEqual([attack_type, vulnerability?.strength], ['Recon', 'probe']);
    assert.ok(risk_score < 8);
  });

  it('names the protocol, and reads no script into a greeting', () => {
    for (const [name, list] of Object.entries(greetings)) {
      for (const { bytes: payload, port } of list) {
        const { protocol, attack_type } = scorer.judge(
          ask(
            draft('payload.received', {
              service: 'tcp',
              payload,
              extra: port === undefined ? null : { dst_port: port },
            }),
          ),
        );
        if (port !== undefined || name !== 'mysql')
          assert.ok(protocol === name || name === 'mysql', `${name}: ${protocol}`);
        assert.ok(!read.has(attack_type), `${name} is called ${attack_type}`);
      }
    }
  });

  it('says nothing of texts that are neither', () => {
    const verdict = scorer.judge(ask(request('name=mara&city=Oslo')));
    assert.ok(!('protocol' in verdict) && !('vulnerability' in verdict));
  });
});
