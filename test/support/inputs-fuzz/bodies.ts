/** Bodies for the inputs: what real sensors sent, changed as faults and attackers change it. Made from a seed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { vectorsOf } from '../vectors.ts';

/** 0 up to, not including, 1. */
export type Random = () => number;

const test = join(import.meta.dirname, '..', '..');

function seeds(): Buffer[] {
  const formats = readdirSync(join(test, 'ingest', 'vectors'));
  const records = formats.flatMap((format) => vectorsOf(format).map(({ record }) => JSON.stringify(record)));
  const folder = join(test, 'api', 'inputs', 'real-requests');
  const requests = readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n'))
    .map((line) => {
      const { request } = JSON.parse(line) as { request: string };
      return request.slice(request.indexOf('\r\n\r\n') + 4);
    });
  return [...records, ...requests].filter((text) => text !== '').map((text) => Buffer.from(text));
}

const hostile = [
  '\0',
  '\ud800',
  '\\ud800',
  '\\u0000',
  '"',
  '\\',
  '{',
  '[',
  ']',
  '}',
  ',',
  '\n',
  '\r\n',
  'NaN',
  '1e999',
  '-0',
  '99999999999999999999',
  'null',
  '{}',
  '[]',
  '"__proto__":{"a":1},',
  '%00',
  '&message=',
  "b'\\xff'",
  '\u202e',
  '<script>',
  ' '.repeat(300),
  '['.repeat(2000),
  '{"a":'.repeat(2000),
  'x'.repeat(20_000),
  '0000-00-00T00:00:00Z',
  '275760-09-13',
];

type Change = (body: Buffer, random: Random, other: Buffer) => Buffer;

const at = (length: number, random: Random): number => Math.floor(random() * (length + 1));
const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)]!;

/** A value of the JSON in it becomes another sort of value. */
const retype: Change = (body, random, other) => {
  const strange = ['null', '1', '"x"', '[]', '{}', '[[[]]]', 'true', '-1e9', JSON.stringify(String(other))];
  const places = [
    ...body.toString().matchAll(/:\s?("(?:[^"\\]|\\.){0,200}"|-?\d+(?:\.\d+)?|null|true|false)/g),
  ];
  if (places.length === 0) return body;
  const place = pick(places, random);
  const from = place.index + place[0].indexOf(place[1]!);
  const text = body.toString();
  return Buffer.from(text.slice(0, from) + pick(strange, random) + text.slice(from + place[1]!.length));
};

const changes: readonly Change[] = [
  (body) => body,
  retype,
  retype,
  (body, random) => body.subarray(0, at(body.length, random)),
  (body, random) => body.subarray(at(body.length, random)),
  (body, random) => {
    const copy = Buffer.from(body);
    for (let i = 0; i < 1 + random() * 8 && copy.length > 0; i++)
      copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
    return copy;
  },
  (body, random) => {
    const place = at(body.length, random);
    return Buffer.concat([body.subarray(0, place), Buffer.from(pick(hostile, random)), body.subarray(place)]);
  },
  (body, random, other) => Buffer.concat([body.subarray(0, at(body.length, random)), other]),
  (body, _random, other) => Buffer.concat([body, Buffer.from('\n'), other, Buffer.from('\n'), body]),
  (body, _random, other) => Buffer.from(`[${body},${other}]`),
  (body) => Buffer.from(JSON.stringify({ event: body.toString(), message: body.toString() })),
  (body) => Buffer.from(JSON.stringify(JSON.stringify(body.toString()))),
  (body) => Buffer.from(new URLSearchParams({ message: body.toString() }).toString()),
  (body, random) => Buffer.from(Array.from({ length: 1 + at(20, random) }, () => body.toString()).join('\n')),
];

const types = [
  'application/json',
  'application/json; charset=utf-8',
  'application/x-www-form-urlencoded',
  'application/x-ndjson',
  'text/plain',
  'application/octet-stream',
  '',
];

export interface FuzzBody {
  bytes: Buffer;
  type: string;
  /** `content-encoding`; null = none. */
  encoding: string | null;
}

export function createBodies(random: Random): () => FuzzBody {
  const all = seeds();
  return () => {
    let bytes = pick(all, random);
    for (let i = 0; i < 1 + random() * 3 && bytes.length < 300_000; i++)
      bytes = pick(changes, random)(bytes, random, pick(all, random));
    const packed = random();
    const type = pick(types, random);
    if (packed > 0.05) return { bytes, type, encoding: null };
    // Some are torn, some are called what they are not.
    const gzip = gzipSync(bytes);
    return {
      bytes: packed < 0.02 ? gzip.subarray(0, at(gzip.length, random)) : gzip,
      type,
      encoding: pick(['gzip', 'gzip', 'deflate', 'br', 'zstd', 'identity'], random),
    };
  };
}
