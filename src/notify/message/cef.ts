/** ArcSight Common Event Format, version 0. */
import type { Notice } from '../../core/channel.ts';
import { addressFamily } from '../../lib/address.ts';
import { toRecord } from './content.ts';

const header = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|');
const value = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('=', '\\=');

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
    ['app', record.service],
    ['cat', record.attack_type],
    ['cnt', String(record.event_count)],
    ['act', record.occasion],
    ['msg', record.title],
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
    ['cs6Label', record.vulnerability === null ? '' : 'vulnerability'],
    ['cs6', record.vulnerability?.id ?? ''],
    ['cfp1Label', 'confidence'],
    ['cfp1', String(record.confidence)],
  ];
  const fields = extension.filter(([, text]) => text !== '').map(([key, text]) => `${key}=${value(text)}`);
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
