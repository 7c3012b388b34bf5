/**
 * The file that a record names: a recording of a terminal, or what a visitor left. The path in it is where the sensor put
 * it, on its own machine or in its container: of it the last part alone is used.
 */
import type { DraftEvent, JsonObject } from '../core/event.ts';
import { isJsonObject } from '../lib/json-guards.ts';
import { cut } from '../lib/text.ts';
import { textOf } from './foreign.ts';
import { sensorNameOf } from './sensor-name.ts';

export interface NamedFile {
  kind: 'recording' | 'file';
  /** Of the sensor; '' = it does not say. */
  session: string;
  /** What the sensor calls itself; '' = nothing. */
  sensor: string;
  /** Its name in the sensor's folder: one part of a path that is no `.` and no `..`. */
  file: string;
  /** Under which the visitor brought it: hostile text; '' = it is not said. */
  name: string;
  /** SHA-256 or MD5 of its bytes in lower-case hex; '' = it is not said. */
  sum: string;
  /** The record's id. */
  record: string;
}

/** A name that is one file of a folder, whatever the machine's rules of paths are. '' = it is none. */
const partOf = (path: string): string => {
  const last = path.split(/[/\\]/).at(-1) ?? '';
  return /^[\w+@-][\w+@.-]{0,199}$/.test(last) ? last : '';
};

const sumOf = (text: string): string =>
  /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/i.test(text) ? text.toLowerCase() : '';

/** What stands behind the last `/` of a path or an address. */
const lastPart = (text: string): string => cut(text.split(/[?#]/)[0]?.split('/').at(-1) ?? '', 200);

const ofCowrie = (extra: JsonObject): Pick<NamedFile, 'kind' | 'file' | 'name' | 'sum'> | null => {
  const sum = sumOf(textOf(extra.shasum));
  const id = textOf(extra.eventid);
  if (id === 'cowrie.log.closed')
    return { kind: 'recording', file: partOf(textOf(extra.ttylog)), name: '', sum };
  if (id !== 'cowrie.session.file_download' && id !== 'cowrie.session.file_upload') return null;
  const name = lastPart(textOf(extra.destfile) || textOf(extra.filename) || textOf(extra.url));
  return { kind: 'file', file: partOf(textOf(extra.outfile)), name, sum };
};

/** Newer releases of Dionaea write a record for each file, with its place and MD5. */
const ofDionaea = (extra: JsonObject): Pick<NamedFile, 'kind' | 'file' | 'name' | 'sum'> | null => {
  const { download, connection } = extra;
  if (!isJsonObject(download) || !isJsonObject(connection)) return null;
  const file = partOf(textOf(download.file) || textOf(download.filename));
  return { kind: 'file', file, name: lastPart(textOf(download.url)), sum: sumOf(textOf(download.md5)) };
};

/** Null where it names none. */
export function namedFileOf({ extra, session, event_id }: DraftEvent): NamedFile | null {
  if (extra === null || event_id === null) return null;
  const found = ofCowrie(extra) ?? ofDionaea(extra);
  if (found === null || found.file === '') return null;
  return { ...found, session: session ?? '', sensor: sensorNameOf(extra), record: event_id };
}
