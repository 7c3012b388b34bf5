/**
 * An input takes what a sensor or shipper sends as it is, configured only on its side. Where the key is, how records are
 * wrapped and what they mean is found the same way for all (input-routes.ts, src/ingest/recognize.ts); an input says
 * which paths its sender's product fixes and which answer it waits for.
 */

/** What became of the records of one request. */
export interface InputCounts {
  accepted: number;
  duplicate: number;
  /** A sensor's messages about itself. */
  skipped: number;
  rejected: number;
}

/** What a sender asks before it sends, or beside. The key is required here too. */
export interface SenderQuestion {
  /** A GET is answered as HEAD too. */
  method: 'GET' | 'PUT';
  path: string;
  answer: { readonly [name: string]: unknown } | readonly unknown[];
}

export interface SensorInput {
  /** Kebab-case, the file's name; the path is `/ingest/<name>`, also with the key behind it: `/ingest/<name>/<key>`. */
  name: string;
  title: string;
  /** Paths that the sender's product fixes, beside those two. */
  paths?: readonly string[];
  /** Default: POST alone. GET with a body is read too, for senders that can be told to. */
  methods?: readonly ('POST' | 'PUT' | 'GET')[];
  questions?: readonly SenderQuestion[];
  /** Of every answer 200, where senders look for them. */
  headers?: { readonly [name: string]: string };
  /** Default: 200, which most senders compare with. */
  status?(body: Uint8Array): 200 | 202;
  /** The body of the answer 200. Default: the counts. */
  answer?(counts: InputCounts): unknown;
}

export const defineInput = (input: SensorInput): SensorInput => input;
