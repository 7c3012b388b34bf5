/**
 * The payload sets as rows, one reader a set. Leaks that the data's README names are stripped here, rows that
 * are not payloads (word lists, captions) are told apart, and what is only odd is not called an attack.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { AttackType } from '../../src/core/verdict.ts';
import { dataFile } from '../data-sets.ts';
import { reviewHardNegative } from './review.ts';

export interface Row {
  set: string;
  text: string;
  attack: boolean;
  /** Null where the set does not say which kind of attack it is. */
  family: AttackType | null;
  /** `look-alike`: benign and made to be mistaken. `ordinary`: real traffic. `word`: an entry of a word list or a bare
   *  path that a scanner asked for: no payload in itself. `padded`: made from another row, never measured. `plain`: a
   *  row without its payload, never measured. */
  role?: 'look-alike' | 'ordinary' | 'word' | 'protocol' | 'padded' | 'plain';
  /** `learned`: stands in for a row of the set in training, with other names. `measured`: the row itself, where one does. */
  use?: 'learned' | 'measured';
  /** Class as the set names it. */
  label: string;
  /** Rows that must stay together when a set is divided: the rule a test is for, or the text's beginning. */
  group?: string;
}

type Json = Record<string, unknown>;

function lines(dataFolder: string, set: string, file: string): string[] {
  const bytes = readFileSync(dataFile(dataFolder, set, file));
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').filter((line) => line !== '');
}

function records(dataFolder: string, set: string, file: string): Json[] {
  return lines(dataFolder, set, file).map((line) => JSON.parse(line) as Json);
}

const familyOf: Readonly<Record<string, AttackType>> = {
  sqli: 'SqlInjection',
  SQLi: 'SqlInjection',
  xss: 'CrossSiteScripting',
  'path-traversal': 'PathTraversal',
  lfi: 'PathTraversal',
  cmdi: 'CommandInjection',
  rce: 'CommandInjection',
  rfi: 'FileInclusion',
  xxe: 'XmlExternalEntity',
  crlf: 'Injection',
  ldapi: 'Injection',
  nosqli: 'Injection',
  xpathi: 'Injection',
  ssi: 'Injection',
  format: 'Injection',
  overflow: 'Injection',
  'open-redirect': 'Injection',
  protocol_attack: 'Injection',
};

function httpParams(dataFolder: string): Row[] {
  return csv(lines(dataFolder, 'httpparams', 'payload_train.csv').slice(1)).map(([text, , type, label]) => ({
    set: 'httpparams',
    text: text ?? '',
    attack: label === 'anom',
    family: label === 'anom' ? (familyOf[type ?? ''] ?? null) : null,
    label: type ?? '',
  }));
}

/** Fields in double quotes, quotes doubled, no line breaks inside. */
function csv(rows: string[]): string[][] {
  return rows.map((row) =>
    [...row.matchAll(/"((?:[^"]|"")*)"/g)].map((match) => match[1]!.replaceAll('""', '"')),
  );
}

const wordLists =
  /Commands-|event_handlers|html-event-attributes|http-protocol-methods|header-field-names|known-uri-types|user-agents|LDAP_attributes|integer-overflows|hpp\.txt|redirect-.*template|useful-commands|shell-operators|shell-delimiters|php-filter-iconv/;
const caption =
  /^(#|Exploit (Name|Description|Tags|Id)|Author|Input|Context|Examples?\b|\[?(http|ftp)s?:\/\/\S+$)|^\s*(-+|=+|\*+)\s*$/;

function payloadLists(dataFolder: string): Row[] {
  return records(dataFolder, 'payload_lists', 'dev_payloads.jsonl').map((record) => {
    const file = String(record.file);
    const label = String(record.class);
    const text = String(record.text).replace(/^Exploit String: /, '');
    const word =
      wordLists.test(file) ||
      (file.includes('JHADDIX_XSS_WITH_CONTEXT') && !/[<>()"'`]/.test(text)) ||
      caption.test(text);
    return {
      set: 'payload_lists',
      text: fillTemplate(text),
      attack: true,
      family: file.includes('php-filter') ? 'FileInclusion' : (familyOf[label] ?? null),
      ...(word ? { role: 'word' as const } : {}),
      label,
    };
  });
}

/** The lists leave places open that their user fills in. */
function fillTemplate(text: string): string {
  return text
    .replaceAll('{FILE}', 'etc/passwd')
    .replaceAll('XXpathXX', 'http://198.51.100.7/shell.txt')
    .replaceAll('{target}', 'attacker.example')
    .replaceAll('{SITE}', '')
    .replaceAll('{cmd}', 'id')
    .replaceAll('__TIME__', '5');
}

function fwaf(dataFolder: string): Row[] {
  return records(dataFolder, 'fwaf_bad', 'dev_data.jsonl.gz').map((record) => {
    const text = fillTemplate(String(record.text));
    const bare = /^[\w/.\-~]*$/.test(text) && !/\.\.|passw|shadow|etc\/|cgi-bin|\.nasl|\.ini\b/.test(text);
    return {
      set: 'fwaf_bad',
      text,
      attack: true,
      family: null,
      ...(bare ? { role: 'word' as const } : {}),
      label: 'attack',
    };
  });
}

/** The site that collected the attacks broke lines every 60 characters; the benign rows were escaped for HTML. */
function deepXss(dataFolder: string): Row[] {
  return records(dataFolder, 'deepxss', 'dev_data.jsonl.gz').map((record) => {
    const attack = record.label === 'attack';
    let text = String(record.text);
    if (text.startsWith('"') && text.endsWith('"') && text.length > 1)
      text = text.slice(1, -1).replaceAll('""', '"');
    text = text.replaceAll('<br/>', '').replaceAll('&amp;', '&');
    return {
      set: 'deepxss',
      text,
      attack,
      family: attack ? 'CrossSiteScripting' : null,
      label: String(record.class),
    };
  });
}

function modsecLearn(dataFolder: string): Row[] {
  return records(dataFolder, 'modsec_learn', 'dev_data.jsonl').map((record) => {
    const attack = record.label === 'attack';
    return {
      set: 'modsec_learn',
      text: String(record.text).replace(/^p=/, ''),
      attack,
      family: attack ? 'SqlInjection' : null,
      ...(attack ? {} : { role: 'ordinary' as const }),
      label: String(record.class),
    };
  });
}

function kaggle(dataFolder: string): Row[] {
  return records(dataFolder, 'kaggle_sqli_xss', 'dev_data.jsonl.gz')
    .filter((record) => record.in_httpparams !== true)
    .map((record) => ({
      set: 'kaggle_sqli_xss',
      text: String(record.text),
      attack: record.label === 'attack',
      family: familyOf[String(record.class)] ?? null,
      label: String(record.class),
    }));
}

/** Odd input is not an attack. */
function torpeda(dataFolder: string): Row[] {
  return records(dataFolder, 'torpeda2012', 'dev_data.jsonl.gz').map((record) => ({
    set: 'torpeda2012',
    text: String(record.text),
    attack: record.label === 'SQLi',
    family: record.label === 'SQLi' ? 'SqlInjection' : null,
    label: String(record.class),
  }));
}

/** Its anomalous rows mix attacks with typing errors and say not which is which: only the normal rows are used. */
function csic(dataFolder: string): Row[] {
  return records(dataFolder, 'csic2010', 'dev_data.jsonl')
    .filter((record) => record.label === 'normal')
    .map((record) => ({
      set: 'csic2010',
      text: String(record.text),
      attack: false,
      family: null,
      label: 'normal',
    }));
}

function crs(dataFolder: string): Row[] {
  const rows: Row[] = [];
  for (const record of records(dataFolder, 'crs_regression', 'dev_requests.jsonl')) {
    const label = String(record.class);
    const attack = record.label === 'attack';
    const rule = Number(record.rule);
    if (!attack && !reviewHardNegative(rule, Number(record.test), rawRequest(record))) continue;
    rows.push({
      set: 'crs_regression',
      text: rawRequest(record),
      attack,
      family: attack ? crsFamily(label, rule) : null,
      ...(attack
        ? label === 'protocol'
          ? { role: 'protocol' as const }
          : {}
        : { role: 'look-alike' as const }),
      label,
      group: String(rule),
    });
  }
  return rows;
}

function crsFamily(label: string, rule: number): AttackType | null {
  if (label === 'php_injection') {
    if (rule === 933170) return 'InsecureDeserialization';
    return rule === 933200 ? 'FileInclusion' : 'CommandInjection';
  }
  if (label === 'java_rce') {
    if (rule >= 944150 && rule < 944160) return 'TemplateInjection';
    return rule >= 944200 || rule === 944120 ? 'InsecureDeserialization' : 'CommandInjection';
  }
  if (label === 'generic_injection') {
    if (rule === 934110 || rule === 934120 || rule === 934170) return 'ServerSideRequestForgery';
    if (rule === 934180 || rule === 934190 || rule === 934200) return 'TemplateInjection';
    return rule === 934130 || rule === 934210 || rule === 934160 ? 'Injection' : 'CommandInjection';
  }
  return familyOf[label] ?? null;
}

function rawRequest(record: Json): string {
  if (typeof record.raw === 'string' && record.raw !== '') return record.raw;
  const headers = Object.entries((record.headers ?? {}) as Record<string, unknown>)
    .map(([name, value]) => `${name}: ${String(value)}\r\n`)
    .join('');
  const body = typeof record.data === 'string' ? record.data : '';
  return `${String(record.method ?? 'GET')} ${String(record.uri ?? '/')} HTTP/1.1\r\n${headers}\r\n${body}`;
}

/** Requests of real visitors to one site; scanners among them are part of the stream. */
function weblogs(dataFolder: string): Row[] {
  const rows: Row[] = [];
  for (const line of lines(dataFolder, 'weblogs_real', 'elastic_apache_2015_dev.log')) {
    const match = /"([A-Z]+ [^"]*)" (\d+) \S+ "([^"]*)" "([^"]*)"/.exec(line);
    if (match === null) continue;
    const [, request, , referer, agent] = match;
    rows.push({
      set: 'weblogs_real',
      text: `${request}\r\nHost: www.example.com\r\nUser-Agent: ${agent}\r\n${referer === '-' ? '' : `Referer: ${referer}\r\n`}\r\n`,
      attack: false,
      family: null,
      role: 'ordinary',
      label: 'normal',
    });
  }
  return rows;
}

const readers: readonly (readonly [string, (folder: string) => Row[]])[] = [
  ['crs_regression', crs],
  ['payload_lists', payloadLists],
  ['httpparams', httpParams],
  ['fwaf_bad', fwaf],
  ['deepxss', deepXss],
  ['modsec_learn', modsecLearn],
  ['kaggle_sqli_xss', kaggle],
  ['torpeda2012', torpeda],
  ['csic2010', csic],
  ['weblogs_real', weblogs],
];

export const payloadSets: readonly string[] = readers.map(([name]) => name);

/** All rows, exact and near duplicates removed: the first set that has a text keeps it. */
export function readPayloadSets(dataFolder: string): Row[] {
  const rows: Row[] = [];
  const known = new Map<string, string>();
  for (const [name, read] of readers) {
    for (const row of read(dataFolder)) {
      if (row.text.trim() === '') continue;
      const key = `${row.attack}${rowKey(row.text)}`;
      if (known.has(key)) continue;
      known.set(key, name);
      rows.push(row);
    }
  }
  return rows;
}

/** Texts that differ in case, spacing, percent codes or figures only are one. */
export function rowKey(text: string): string {
  return text
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .toLowerCase()
    .replace(/\d+/g, '0')
    .replace(/[\s+]+/g, ' ')
    .trim();
}
