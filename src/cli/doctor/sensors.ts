/** What sensors sent that was not taken, or not understood: from the ingest problems of all tenants. */
import { existsSync } from 'node:fs';
import { allDocuments } from '../../cases/all-documents.ts';
import type { Config } from '../../config.ts';
import { ingestProblemDocs } from '../../core/doc-kinds.ts';
import type { IngestProblemBody } from '../../core/ingest-problem.ts';
import type { Store } from '../../core/store.ts';
import { openStore } from '../../store/open.ts';
import { databaseFile } from '../installation.ts';
import { plural } from '../terminal.ts';
import { type Finding, ok, warn } from './finding.ts';

const name = 'sensors';
/** A tenant has at most about 200. */
const mostRead = 5000;
const mostTold = 5;

const words: Record<IngestProblemBody['kind'], string> = {
  unknown_key: 'refused',
  unreadable: 'not readable',
  rejected: 'not taken',
  unknown_record: 'not understood',
  too_many_sensors: 'not told apart',
};

type Problem = Pick<IngestProblemBody, 'kind' | 'input' | 'node_id' | 'reason' | 'count'>;

/** Equal ones of several nodes are one finding; the most frequent come first, and at most five are told apart. */
export function toSensorFindings(problems: readonly Problem[], isWhole = true): Finding[] {
  const alike = new Map<string, Problem & { nodes: Set<string> }>();
  for (const problem of problems) {
    const key = JSON.stringify([problem.kind, problem.input, problem.reason]);
    const known = alike.get(key) ?? { ...problem, count: 0, nodes: new Set() };
    known.count += problem.count;
    if (problem.node_id !== null) known.nodes.add(problem.node_id);
    alike.set(key, known);
  }
  const all = [...alike.values()].sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
  if (all.length === 0) return [ok(name, 'all that they sent in the last 30 days was taken and understood')];
  const advice = (kind: IngestProblemBody['kind']): string =>
    kind === 'unknown_record' || kind === 'too_many_sensors'
      ? 'it is kept as an event; its sample is under "Ingest problems" in the console'
      : 'its sample is under "Ingest problems" in the console';
  const found = all.slice(0, mostTold).map(({ kind, input, reason, count, nodes }) => {
    const what = kind === 'unknown_record' ? reason.replace(/, which is not known here$/, '') : reason;
    const from = nodes.size > 1 ? ` from ${plural(nodes.size, 'node')}` : '';
    return warn(name, `${what}, ${plural(count, 'time')}${from}, ${words[kind]} (${input})`, advice(kind));
  });
  const more = all.length - found.length;
  if (more > 0 || !isWhole)
    found.push(
      warn(
        name,
        `and ${isWhole ? '' : 'at least '}${plural(Math.max(1, more), 'more problem')} with what sensors send`,
        'all are under "Ingest problems" in the console',
      ),
    );
  return found;
}

interface Read {
  problems: Problem[];
  isWhole: boolean;
}

/** Beside a running server, which holds the store: SQLite lets others read. */
async function readFile(file: string, nowIso: string): Promise<Read> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database
      .prepare(
        'SELECT body FROM docs WHERE kind = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY created_at DESC, id LIMIT ?',
      )
      .all(ingestProblemDocs.name, nowIso, mostRead + 1);
    const problems = rows.map(({ body }) => ingestProblemDocs.parse(JSON.parse(String(body))));
    return { problems: problems.slice(0, mostRead), isWhole: problems.length <= mostRead };
  } finally {
    database.close();
  }
}

async function readStore(store: Pick<Store, 'docsAfter'>, nowIso: string): Promise<Read> {
  const problems: Problem[] = [];
  for await (const { expires_at, body } of allDocuments(store, ingestProblemDocs)) {
    if (expires_at !== null && expires_at <= nowIso) continue;
    if (problems.length === mostRead) return { problems, isWhole: false };
    problems.push(body);
  }
  return { problems, isWhole: true };
}

/** Nothing where there is no database yet. For a store that was found sound. */
export async function checkSensors(config: Config, nowMs: number): Promise<Finding[]> {
  const { mongodbUri, databaseName, dataDir } = config;
  const nowIso = new Date(nowMs).toISOString();
  const file = databaseFile(dataDir);
  if (mongodbUri === null && !existsSync(file)) return [];
  try {
    if (mongodbUri === null) {
      const { problems, isWhole } = await readFile(file, nowIso);
      return toSensorFindings(problems, isWhole);
    }
    const store = await openStore({ mongodbUri, databaseName, dataDir });
    try {
      const { problems, isWhole } = await readStore(store, nowIso);
      return toSensorFindings(problems, isWhole);
    } finally {
      await store.close();
    }
  } catch (error) {
    return [
      warn(
        name,
        `the ingest problems could not be read: ${(error as Error).message}`,
        'see the findings about the store',
      ),
    ];
  }
}
