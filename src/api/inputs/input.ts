/**
 * An input takes what a sensor or shipper sends as it is, configured only on its side: what it can say about itself is
 * where its key is, how its records are wrapped, and which answer it waits for. What a record means is the format's
 * (src/ingest); the key, limits, storing and counting are the same for all (input-routes.ts).
 */
import type { DraftEvent, JsonObject } from '../../core/event.ts';

/** What became of the records of one request. */
export interface InputCounts {
  accepted: number;
  duplicate: number;
  /** A sensor's messages about itself. */
  skipped: number;
  rejected: number;
}

export interface SensorInput {
  /** Kebab-case, the file's name; the path is `/ingest/<name>`, also with the key behind it: `/ingest/<name>/<key>`. */
  name: string;
  title: string;
  /** Paths that the sender's product fixes, beside those two. */
  paths?: readonly string[];
  /** Default: POST alone. GET with a body is read too, for senders that can be told to. */
  methods?: readonly ('POST' | 'PUT' | 'GET')[];
  /** Whether an object is a record of this sensor; wrappings round it are taken off (src/ingest/find-records.ts). */
  isRecord(object: JsonObject): boolean;
  /** As EventFormat.parse: null = a message of the sensor about itself; throws `invalid_request`. */
  parse(record: JsonObject): DraftEvent | null;
  /** The body of the answer 200. Default: the counts. */
  answer?(counts: InputCounts): unknown;
}

export const defineInput = (input: SensorInput): SensorInput => input;
