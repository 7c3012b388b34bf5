/** ArcSight Common Event Format, version 0. */
import type { Notice } from '../../core/channel.ts';
import { addressFamily } from '../../lib/address.ts';
import { toRecord } from './record.ts';

const header = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|');
const value = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('=', '\\=');

type Placed = Pick<ReturnType<typeof toRecord>, 'country' | 'asn' | 'network_owner'>;
const networkOf = ({ country, asn, network_owner }: Placed): string =>
  [country ?? '', asn === null ? '' : `AS${asn} ${network_owner ?? ''}`.trim()].filter(Boolean).join(', ');

const assetOf = ({ asset }: Pick<ReturnType<typeof toRecord>, 'asset'>): string =>
  [asset?.owner ?? '', asset?.role ?? '', asset?.location ?? ''].filter(Boolean).join(', ');

/** One line. The record's texts are printable, so there is no line break to escape. */
export function toCef(notice: Notice, deliveryId: string, version: string, share: number): string {
  const record = toRecord(notice, deliveryId, share);
  const family = addressFamily(record.source_ip);
  const source: [string, string][] =
    family === 4
      ? [['src', record.source_ip]]
      : family === 6
        ? [
            ['c6a2', record.source_ip],
            ['c6a2Label', 'Source IPv6 Address'],
          ]
        : [['shost', record.source_ip]];
  const extension: [string, string][] = [
    ['externalId', record.incident_id],
    ['rt', String(Date.parse(notice.last_seen))],
    ['start', String(Date.parse(notice.first_seen))],
    ['end', String(Date.parse(notice.last_seen))],
    ...source,
    ['dvchost', record.node_name || record.node_id],
    ['duser', record.account ?? ''],
    ['app', record.service],
    ['cat', record.attack_type],
    ['cnt', String(record.event_count)],
    ['cn1Label', 'nodes'],
    ['cn1', record.node_count === null ? '' : String(record.node_count)],
    ['act', record.occasion],
    ['msg', [record.title, ...(record.text ?? [])].join(' ')],
    ['reason', record.reasons.join(' ')],
    ['fname', record.related_decoy ?? ''],
    ['cs1Label', 'deliveryId'],
    ['cs1', record.delivery_id],
    ['cs2Label', 'techniques'],
    ['cs2', record.techniques.join(' ')],
    ['cs3Label', 'advice'],
    ['cs3', record.advice],
    ['cs4Label', 'payload'],
    ['cs4', record.payload],
    ['cs5Label', 'link'],
    ['cs5', record.link ?? ''],
    ['cs6Label', 'place'],
    ['cs6', [record.node_group ?? '', ...record.node_labels].filter(Boolean).join(', ')],
    // What the source is called inside; where it is no address, `shost` is taken.
    ...(family ? [['shost', record.asset?.name ?? ''] as [string, string]] : []),
    ['flexString2Label', 'asset'],
    ['flexString2', assetOf(record)],
    ['flexString1Label', 'network'],
    ['flexString1', networkOf(record)],
    ['cfp1Label', 'confidence'],
    ['cfp1', String(record.confidence)],
  ];
  const empty = new Set(extension.filter(([, text]) => text === '').map(([key]) => key));
  const fields = extension
    .filter(([key]) => !empty.has(key) && !empty.has(key.replace(/Label$/, '')))
    .map(([key, text]) => `${key}=${value(text)}`);
  const fixed = [
    'DecoyVerse',
    'DecoyVerse',
    version,
    record.attack_type,
    record.title,
    String(record.risk_score),
  ];
  return `CEF:0|${fixed.map(header).join('|')}|${fields.join(' ')}`;
}
