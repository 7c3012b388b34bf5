/** A request's body as the values in it, however its sender encodes them. */
import { AppError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/event.ts';
import { leftOut } from '../../ingest/framing/json-record.ts';
import { readBatch } from '../../ingest/read-batch.ts';
import { wrongText } from '../../ingest/wrong-output.ts';

/** A body as it came, uncompressed: it is read once the node is known. */
export class InputBody {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  constructor(bytes: Uint8Array, contentType: string) {
    this.bytes = bytes;
    this.contentType = contentType;
  }
}

export interface BodyValues {
  values: unknown[];
  /** What each came in; a form is one. */
  texts: string[];
  /** Why parts of the body could not be read. */
  problems: string[];
}

const formType = 'application/x-www-form-urlencoded';

/** Of a form; no sensor sends more than thirty. */
const mostFields = 1000;
const ampersand = 38;

/** `name=value&…` as an object of at most 1,000 fields. Bytes that are not UTF-8 become U+FFFD. */
function readForm(bytes: Uint8Array): BodyValues {
  let end = -1;
  for (let fields = 0; fields < mostFields; fields++) {
    end = bytes.indexOf(ampersand, end + 1);
    if (end < 0) break;
  }
  const text = Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('utf8');
  const out: JsonObject = {};
  for (const [name, value] of new URLSearchParams(text)) if (name !== '__proto__') out[name] = value;
  const problems = end < 0 ? [] : [`holds more than ${mostFields} fields: the others were left out`];
  return { values: [out], texts: [text], problems };
}

const looksLikeForm = (bytes: Uint8Array): boolean =>
  /^[\w.-]{1,64}=/.test(Buffer.from(bytes.subarray(0, 80)).toString('latin1'));

/** Throws `bad_request` where nothing can be read, and `too_large` for too many values. */
export async function readValues({ bytes, contentType }: InputBody): Promise<BodyValues> {
  if (contentType.toLowerCase().startsWith(formType) || looksLikeForm(bytes)) return readForm(bytes);
  if (bytes.length === 0) throw new AppError('bad_request', 'The body is empty');
  const wrong = wrongText(Buffer.from(bytes.subarray(0, 200)).toString('latin1'));
  if (wrong !== null) throw new AppError('bad_request', `The body ${wrong}`);
  const values: unknown[] = [];
  const texts: string[] = [];
  const problems: string[] = [];
  const keep = (record: unknown, text: string): null => {
    values.push(record);
    texts.push(text);
    return null;
  };
  for (const entry of await readBatch(bytes, 'json', { parse: keep, needsText: true }))
    if (entry.status === 'invalid') problems.push(entry.reason);
    else if (entry.status === 'skipped')
      for (const mended of entry.mended ?? [])
        if (mended.endsWith(leftOut)) problems.push(`holds more values than are read: ${mended}`);
  return { values, texts, problems };
}
