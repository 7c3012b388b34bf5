/** What a tenant is told when a quota nears its end, and when it is used up. Pure. */
import type { Notice } from '../core/channel.ts';
import type { QuotaName } from '../core/quota.ts';

export interface QuotaNews {
  name: QuotaName | 'disk';
  state: 'warning' | 'used_up';
  used: number;
  /** Null = of the disk, which has no fixed limit. */
  limit: number | null;
  atIso: string;
}

const nouns: Record<QuotaNews['name'], string> = {
  events_per_day: 'events a day',
  bytes_per_day: 'bytes a day',
  stored_bytes: 'stored bytes',
  file_bytes: 'bytes of kept files',
  nodes: 'nodes',
  decoys: 'decoys',
  channels: 'channels',
  keys: 'API keys',
  streams: 'live streams',
  disk: 'disk space',
};

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
function sizeText(bytes: number): string {
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const value = bytes / 1024 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}
const amountText = (name: QuotaNews['name'], amount: number): string =>
  name.includes('bytes') || name === 'disk' ? sizeText(amount) : String(amount);

const refusedEvents: ReadonlySet<QuotaNews['name']> = new Set([
  'events_per_day',
  'bytes_per_day',
  'stored_bytes',
  'disk',
]);

export function toQuotaNotice({ name, state, used, limit, atIso }: QuotaNews, link: string | null): Notice {
  const isUsedUp = state === 'used_up';
  // The last fifth of a day's quota is kept for nodes that have used little of it (core/quota.ts).
  const isShare = isUsedUp && limit !== null && used < limit;
  const ofWhat = limit === null ? '' : ` of ${amountText(name, limit)}`;
  const title =
    name === 'disk'
      ? 'Events are refused: the disk of the server is almost full'
      : isShare
        ? `A node has used its share of the quota of ${nouns[name]}`
        : isUsedUp
          ? `The quota of ${nouns[name]} is used up`
          : `Four fifths of the quota of ${nouns[name]} are used`;
  const effect = !isUsedUp
    ? 'When it is used up, what is above it is refused.'
    : isShare
      ? 'Further events of that node are refused and counted; the rest is kept for the others.'
      : refusedEvents.has(name)
        ? 'Further events are refused and counted; tokens and endpoint agents are refused last.'
        : 'No more of them can be added.';
  return {
    occasion: 'quota',
    about: 'account',
    incident_id: `quota-${name}`,
    alert_id: null,
    title,
    attack_type: 'Normal',
    risk_score: isUsedUp ? 8 : 5,
    confidence: 1,
    source_ip: '',
    service: '',
    node_id: '',
    node_name: '',
    related_decoy: null,
    first_seen: atIso,
    last_seen: atIso,
    event_count: 1,
    reasons: [`In use: ${amountText(name, used)}${ofWhat}.`, effect],
    techniques: [],
    tactics: [],
    payload: '',
    advice: isUsedUp
      ? 'Find the node that sends the most, delete what is no longer needed, or ask whoever runs the server for more.'
      : 'Look at what uses it before events are refused.',
    link,
  };
}
