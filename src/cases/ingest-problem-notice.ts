/** What the owner of a sensor is told when it begins to send what is not taken, or not understood. Pure. */
import type { Notice } from '../core/channel.ts';
import type { IngestProblemBody } from '../core/ingest-problem.ts';

const mostReasons = 5;

const words: Record<IngestProblemBody['kind'], string> = {
  unknown_key: 'refused',
  unreadable: 'cannot be read',
  rejected: 'not taken',
  unknown_record: 'stored, but not understood',
  too_many_sensors: 'stored, but not under a node of its own',
};

/** Nothing of these is lost. */
const keptKinds: readonly IngestProblemBody['kind'][] = ['unknown_record', 'too_many_sensors'];

/** `problems` are new, of one node (null: of several, too many to be told apart). */
export function toIngestProblemNotice(
  problems: readonly IngestProblemBody[],
  { nodeId, nodeName, link }: { nodeId: string | null; nodeName: string; link: string | null },
): Notice {
  const times = problems.map(({ first_at }) => first_at).sort();
  const shown = problems.slice(0, mostReasons);
  const more = problems.length - shown.length;
  const isLost = problems.some(({ kind }) => !keptKinds.includes(kind));
  return {
    occasion: 'ingest_problem',
    about: 'sensor',
    incident_id: `ingest-${nodeId ?? 'others'}`,
    alert_id: null,
    title: isLost
      ? `The sensor ${nodeName} sends what is not taken`
      : `The sensor ${nodeName} sends what is not understood`,
    attack_type: 'Normal',
    risk_score: isLost ? 7 : 4,
    confidence: 1,
    source_ip: '',
    service: problems[0]?.input ?? '',
    node_id: nodeId ?? '',
    node_name: nodeName,
    related_decoy: null,
    first_seen: times[0] ?? '',
    last_seen: times.at(-1) ?? '',
    event_count: problems.reduce((sum, { count }) => sum + count, 0),
    reasons: [
      ...shown.map(({ kind, input, reason }) => `${words[kind]} (${input}): ${reason}`),
      ...(more > 0 ? [`and ${more} more`] : []),
    ],
    techniques: [],
    tactics: [],
    payload: '',
    advice:
      'Look at the ingest problems: they show the beginning of what was sent. You are notified of each problem once.',
    link,
  };
}
