/** What a message says: of one event and its incident, of an incident as it is, or of a wave. */
import type { Incident, Judgement } from '../core/alert.ts';
import { adviceFor, adviceForMany, toWaveTitle } from '../core/attack-catalogue.ts';
import type { Notice } from '../core/channel.ts';
import type { StoredEvent } from '../core/event.ts';
import type { NoticeFacts } from '../core/notice-facts.ts';
import { silencePrefix } from '../core/silence.ts';
import { decoyOf } from './alerts.ts';
import { toIncidentFacts } from './steps.ts';
import type { WaveMessage } from './waves.ts';

const payloadLength = 500;

/** Of an incident as it is, for what no event caused: an escalation, a resolution. */
export function toNotice(
  incident: Incident,
  occasion: Notice['occasion'],
  extra: { alertId: string | null; nodeName: string; payload: string; link: string | null },
): Notice {
  return {
    occasion,
    incident_id: incident.incident_id,
    alert_id: extra.alertId,
    title: incident.title,
    attack_type: incident.attack_type,
    risk_score: incident.risk_score,
    confidence: incident.confidence,
    source_ip: incident.source_ip,
    service: incident.service,
    node_id: incident.node_id,
    node_name: extra.nodeName,
    related_decoy: incident.related_decoy,
    first_seen: incident.first_seen,
    last_seen: incident.last_seen,
    event_count: incident.event_count,
    reasons: incident.reasons,
    techniques: incident.techniques,
    tactics: incident.tactics,
    payload: extra.payload.slice(0, payloadLength),
    advice: adviceFor(incident.attack_type, incident.key_steps.at(-1) ?? null),
    link: extra.link,
    ...(incident.group_key.startsWith(silencePrefix) ? { about: 'node' as const } : {}),
    facts: toIncidentFacts(incident),
  };
}

export interface EventNotice {
  occasion: Notice['occasion'];
  /** With the event in it. */
  incident: Incident;
  event: StoredEvent;
  judgement: Judgement;
  title: string;
  nodeName: string;
  /** What is new, as sentences. */
  news: readonly string[];
  link: string | null;
  facts: NoticeFacts;
}

/** Node, service, act and title are those of the event that made it news; times, count and risk are the incident's. */
export function toEventNotice(given: EventNotice): Notice {
  const { occasion, incident, event, judgement, title, nodeName, news, link, facts } = given;
  return {
    ...toNotice(incident, occasion, { alertId: event.alert_id, nodeName, payload: event.payload, link }),
    title,
    attack_type: judgement.attack_type,
    confidence: judgement.confidence,
    source_ip: event.source_ip,
    service: event.service,
    node_id: event.node_id,
    related_decoy: decoyOf(event),
    reasons: occasion === 'worse' ? [...news, ...judgement.reasons] : judgement.reasons,
    techniques: judgement.techniques,
    tactics: judgement.tactics,
    advice: adviceFor(judgement.attack_type, event),
    facts,
  };
}

const listed = (names: readonly string[], most: number): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;

/** `sample` is what would have been sent for the latest of the sources. The link leads to its incident. */
export function toWaveNotice(
  sample: Notice,
  wave: WaveMessage,
  { id, nodeNames }: { id: string; nodeNames: readonly string[] },
): Notice {
  const networks = wave.networks.map(({ network, sources }) => `${network} (${sources})`);
  const others = wave.otherNetworks > 0 ? ` and ${wave.otherNetworks} more` : '';
  return {
    ...sample,
    occasion: 'wave',
    incident_id: id,
    alert_id: null,
    title:
      wave.telling.occasion === 'opened'
        ? toWaveTitle(sample.attack_type, wave.sources, sample.service, listed(nodeNames, 3))
        : `${wave.sources} incidents go on or got worse on ${sample.service} of ${listed(nodeNames, 3)}`,
    event_count: wave.sources,
    advice: adviceForMany(sample.attack_type),
    // What one of many sent says nothing of the others, and may hold a password that nobody could mask any more.
    payload: '',
    ...(sample.facts
      ? {
          facts: {
            ...sample.facts,
            account: null,
            password: null,
            attempts: null,
            node_count: nodeNames.length,
            place: null,
          },
        }
      : {}),
    first_seen: sample.last_seen,
    reasons: [
      wave.telling.occasion === 'opened'
        ? `${wave.sources} sources began the same thing; each has an incident of its own.`
        : `${wave.sources} messages of this kind came together.`,
      `Networks: ${networks.join(', ')}${others}.`,
      `Nodes: ${listed(nodeNames, 8)}.`,
      'The next message comes when their number has doubled; a successful sign-in is reported at once.',
    ],
  };
}
