/** The fields of a message that templates may name. All values are inert: no control characters, links and mentions defanged. */
import type { Notice } from '../../core/channel.ts';
import { quoted, toAsset, toContent, toHeadline, toPlain, toShort } from '../message/content.ts';
import { inert } from '../message/hostile-text.ts';
import type { Fields } from './syntax.ts';

/** `share` scales the limits of the texts (see `fitted`). */
export function toFields(notice: Notice, deliveryId: string, share = 1): Fields {
  const content = toContent(notice, share);
  const row = (label: string): string => content.rows.find((one) => one.label === label)?.value ?? '';
  const say = (text: string | null | undefined, max: number): string =>
    quoted(text ?? '', Math.ceil(max * share));
  const { facts } = notice;
  return {
    headline: toHeadline(content, 300),
    short: toShort(content, 300),
    text: toPlain(content),
    details: toPlain({ ...content, link: null, acknowledge: null, payload: null }),
    title: content.title,
    occasion: content.occasion,
    event: notice.occasion,
    severity: content.severity,
    level: content.level,
    risk_score: notice.risk_score,
    confidence: Math.round(notice.confidence * 100),
    what: row('What'),
    where: row('Where'),
    who: row('Who'),
    when: row('When') || row('Since'),
    how_often: row('How often'),
    account: say(facts?.account, 200),
    why: content.why.join('\n'),
    advice: content.advice,
    payload: content.payload ?? '',
    link: content.link ?? '',
    acknowledge: content.acknowledge ?? '',
    attack_type: say(notice.attack_type, 60),
    service: say(notice.service, 100),
    source_ip: say(notice.source_ip, 255),
    asset: toAsset(notice.asset, say),
    owner: say(notice.asset?.owner, 100),
    country: say(facts?.place?.country, 20),
    network: say(facts?.place?.network_owner, 100),
    node: say(notice.node_name || notice.node_id, 150),
    group: say(facts?.group, 100),
    labels: (facts?.labels ?? [])
      .slice(0, 16)
      .map((label) => say(label, 60))
      .join(', '),
    decoy: say(notice.related_decoy, 300),
    event_count: notice.event_count,
    node_count: facts?.node_count ?? 0,
    techniques: notice.techniques
      .slice(0, 10)
      .map((id) => say(id, 20))
      .join(', '),
    first_seen: inert(notice.first_seen, 40),
    last_seen: inert(notice.last_seen, 40),
    incident_id: inert(notice.incident_id, 100),
    delivery_id: inert(deliveryId, 100),
  };
}

const sample: Notice = {
  occasion: 'test',
  incident_id: '',
  alert_id: null,
  title: '',
  attack_type: '',
  risk_score: 0,
  confidence: 0,
  source_ip: '',
  service: '',
  node_id: '',
  node_name: '',
  related_decoy: null,
  first_seen: '',
  last_seen: '',
  event_count: 0,
  reasons: [],
  techniques: [],
  tactics: [],
  payload: '',
  advice: '',
  link: null,
};
export const fieldNames: ReadonlySet<string> = new Set(Object.keys(toFields(sample, '')));
export const isField = (name: string): boolean => fieldNames.has(name);
