/** What incidents, attackers and sessions can be asked for in the query language. Each store says where these lie. */
import { alertStatuses } from './alert.ts';
import type { QueryField } from './event-query-fields.ts';
import { exposures } from './exposure.ts';
import { attackTypes } from './verdict.ts';

const source = {
  name: 'source',
  type: 'address',
  help: 'Address, network or host name that it came from.',
  aliases: ['source_ip', 'ip'],
  hasHostNames: true,
  isBareAddress: true,
} as const satisfies QueryField;
const risk = { name: 'risk', type: 'number', help: '0 (harmless) to 10.', aliases: ['risk_score'] } as const;
const type = {
  name: 'type',
  type: 'enum',
  help: 'Attack type.',
  values: [...attackTypes, 'unknown'],
  aliases: ['attack_type'],
} as const satisfies QueryField;
const service = {
  name: 'service',
  type: 'text',
  help: 'What was spoken to: ssh, http.',
  values: ['ssh', 'telnet', 'http', 'https', 'ftp', 'smtp', 'mysql', 'redis', 'smb', 'endpoint_agent'],
  isSearched: true,
} as const satisfies QueryField;
const node = { name: 'node', type: 'text', help: 'Id of the node.', aliases: ['node_id'] } as const;
const exposure = {
  name: 'exposure',
  type: 'enum',
  help: 'Whether it happened inside or on the internet.',
  values: exposures,
} as const satisfies QueryField;
const time = { name: 'time', type: 'time', help: 'Of its latest event.', aliases: ['last_seen'] } as const;
const after = {
  name: 'after',
  type: 'time',
  help: 'Its latest event was at that time or later.',
  short: { of: 'time', operator: '>=' },
} as const satisfies QueryField;
const before = {
  name: 'before',
  type: 'time',
  help: 'Its latest event was earlier than that time.',
  short: { of: 'time', operator: '<' },
} as const satisfies QueryField;
const first = { name: 'first', type: 'time', help: 'Of its first event.', aliases: ['first_seen'] } as const;
const events = { name: 'events', type: 'number', help: 'How many events it has.' } as const;
const alert = { name: 'alert', type: 'text', help: 'Id of its alert; `alert:*`: it has one.' } as const;

export const incidentQueryFields = [
  { name: 'title', type: 'text', help: 'Its sentence.', match: 'inside', isSearched: true },
  { name: 'id', type: 'text', help: 'Its id.', aliases: ['incident_id'] },
  source,
  risk,
  type,
  { ...service, help: 'Incidents that touched this service.' },
  { ...node, help: 'Id of any node that it touched.' },
  { name: 'decoy', type: 'text', help: 'Any decoy that it touched.', match: 'inside', isSearched: true },
  { name: 'user', type: 'text', help: 'Who touched a decoy.', match: 'inside', isSearched: true },
  { name: 'status', type: 'enum', help: 'Where people are with it.', values: alertStatuses },
  { name: 'assignee', type: 'text', help: 'Who is working on it; `-assignee:*`: nobody.' },
  { name: 'technique', type: 'text', help: 'ATT&CK technique, such as T1110.001.' },
  { ...events, help: 'Events over the threshold.' },
  { name: 'alerts', type: 'number', help: 'How many alerts it has.' },
  time,
  after,
  before,
  first,
  { name: 'opened', type: 'time', help: 'When it was opened.' },
] as const satisfies readonly QueryField[];

export const attackerQueryFields = [
  source,
  { ...risk, help: 'The highest, 0 to 10.' },
  { ...type, help: 'Any attack type of its events.' },
  { ...service, help: 'Any service of its events.' },
  { ...node, help: 'Id of any node that it touched.' },
  exposure,
  events,
  time,
  after,
  before,
  first,
] as const satisfies readonly QueryField[];

export const sessionQueryFields = [
  { name: 'session', type: 'text', help: "The sensor's id of it.", isSearched: true },
  source,
  { ...risk, help: 'The highest, 0 to 10.' },
  { ...type, help: 'The type that had this risk.' },
  service,
  node,
  events,
  { name: 'failed', type: 'number', help: 'Failed sign-ins.' },
  { name: 'succeeded', type: 'number', help: 'Sign-ins that succeeded.' },
  { name: 'commands', type: 'number', help: 'Commands.' },
  exposure,
  alert,
  time,
  after,
  before,
  first,
] as const satisfies readonly QueryField[];

type NameIn<F extends readonly { name: string }[]> = Exclude<F[number]['name'], 'after' | 'before'>;
export type IncidentQueryFieldName = NameIn<typeof incidentQueryFields>;
export type AttackerQueryFieldName = NameIn<typeof attackerQueryFields>;
export type SessionQueryFieldName = NameIn<typeof sessionQueryFields>;
