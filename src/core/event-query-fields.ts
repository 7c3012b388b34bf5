/** What events can be asked for in the query language (lib/query-language). Each store says where these lie. */
import { eventKinds } from './event.ts';
import { exposures } from './exposure.ts';
import { attackTypes } from './verdict.ts';

/** A field as lib/query-language/fields.ts describes it. */
export interface QueryField {
  name: string;
  type: 'text' | 'enum' | 'number' | 'time' | 'address';
  help: string;
  values?: readonly string[];
  match?: 'inside';
  isSearched?: boolean;
  aliases?: readonly string[];
  hasHostNames?: boolean;
  isBareAddress?: boolean;
  short?: { of: string; operator: '>=' | '<' };
}

export const eventQueryFields = [
  {
    name: 'service',
    type: 'text',
    help: 'What was spoken to: ssh, http, endpoint_agent.',
    values: ['ssh', 'telnet', 'http', 'https', 'ftp', 'smtp', 'mysql', 'redis', 'smb', 'endpoint_agent'],
    isSearched: true,
  },
  {
    name: 'source',
    type: 'address',
    help: 'Address, network or host name that an event came from.',
    aliases: ['source_ip', 'ip'],
    hasHostNames: true,
    isBareAddress: true,
  },
  { name: 'risk', type: 'number', help: '0 (harmless) to 10.', aliases: ['risk_score'] },
  {
    name: 'type',
    type: 'enum',
    help: 'Attack type.',
    values: [...attackTypes, 'unknown'],
    aliases: ['attack_type'],
  },
  { name: 'kind', type: 'enum', help: 'What happened.', values: eventKinds },
  { name: 'time', type: 'time', help: 'When it happened.', aliases: ['timestamp'] },
  { name: 'after', type: 'time', help: 'At that time or later.', short: { of: 'time', operator: '>=' } },
  { name: 'before', type: 'time', help: 'Earlier than that time.', short: { of: 'time', operator: '<' } },
  { name: 'received', type: 'time', help: 'When it arrived here.' },
  { name: 'node', type: 'text', help: 'Id of the node.', aliases: ['node_id'] },
  {
    name: 'exposure',
    type: 'enum',
    help: 'Whether it happened inside or on the internet.',
    values: exposures,
  },
  { name: 'session', type: 'text', help: "The sensor's session." },
  { name: 'user', type: 'text', help: 'User name that was tried or at work.', aliases: ['username'] },
  { name: 'process', type: 'text', help: 'Process on the endpoint.' },
  { name: 'decoy', type: 'text', help: 'Decoy file that was touched.', match: 'inside' },
  { name: 'activity', type: 'text', help: "The sensor's word for it.", match: 'inside', isSearched: true },
  { name: 'payload', type: 'text', help: 'What was sent.', match: 'inside', isSearched: true },
  { name: 'country', type: 'text', help: 'Country of the source, such as DE.' },
  { name: 'asn', type: 'number', help: 'Number of its network.' },
  {
    name: 'owner',
    type: 'text',
    help: 'Who runs that network.',
    match: 'inside',
    aliases: ['network_owner'],
  },
  {
    name: 'technique',
    type: 'text',
    help: 'ATT&CK technique, such as T1110; its own ones too.',
    match: 'inside',
  },
  {
    name: 'vulnerability',
    type: 'text',
    help: 'Vulnerability that was tried, such as CVE-2021-44228.',
    aliases: ['cve'],
  },
  { name: 'alert', type: 'text', help: 'Id of the alert it belongs to; `alert:*`: it belongs to one.' },
  { name: 'suppressed', type: 'text', help: 'Id of the rule that kept it from alerting.' },
] as const satisfies readonly QueryField[];

export type EventQueryFieldName = Exclude<(typeof eventQueryFields)[number]['name'], 'after' | 'before'>;
