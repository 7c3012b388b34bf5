/** One connection, opened in the one way that no crash damages, with its statements kept. */
import { DatabaseSync, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { AppError } from '../../../core/errors.ts';
import { parseAddress, toAddressKey } from '../../../lib/address-words.ts';
import { addHours } from './hours.ts';

/** Below it, two connections could damage a WAL database (fixed in 3.51.3). */
export const leastSqlite = '3.51.3';

export function checkSqliteVersion(version: string | undefined): void {
  const parts = (text: string): number[] => text.split('.').map(Number);
  const [major = 0, minor = 0, patch = 0] = parts(version ?? '0');
  const [leastMajor = 0, leastMinor = 0, leastPatch = 0] = parts(leastSqlite);
  const isOld =
    major !== leastMajor
      ? major < leastMajor
      : minor !== leastMinor
        ? minor < leastMinor
        : patch < leastPatch;
  if (isOld)
    throw new AppError(
      'internal',
      `SQLite ${version ?? '(none)'} of this Node can damage databases: use a Node with SQLite ${leastSqlite} or newer`,
    );
}

export interface Connection {
  readonly raw: DatabaseSync;
  readonly file: string;
  /** Prepared once per text. Never keep rows of `iterate` open across another use of the same text. */
  sql(text: string): StatementSync;
  /** All or nothing; on disk after WalSync.flush(). Within another transaction it is part of that one. */
  transaction<T>(work: () => T): T;
  /** Called after each transaction of this connection. */
  onCommit(listener: () => void): void;
  /** The next place in the order of everything written; only within a transaction. */
  nextSeq(): number;
  /** The latest place that is taken by what is committed. */
  seq(): number;
  close(): void;
}

/**
 * With synchronous=NORMAL a commit is whole or not there after a power cut, and wal-sync.ts says when it is on disk.
 * Checkpoints are the checkpointer's; the writer's own begin only at 64 MiB of log, where that thread cannot keep up.
 */
const settings = `PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;
  PRAGMA wal_autocheckpoint = 16384; PRAGMA journal_size_limit = 67108864`;

/** The rows say how far the order of writing has come; `sequence` where the last of them were removed (sweep.ts). */
const latestSeq = `SELECT max(value, coalesce((SELECT max(seq) FROM honeypot_logs), 0),
  coalesce((SELECT max(seq) FROM agent_events), 0), coalesce((SELECT max(seq) FROM changes), 0)) AS value FROM sequence`;

/** `fold(text)`: toLowerCase. Slow per row (a call out of SQLite), so text-clause.ts asks it only where ASCII does not do. */
function addFolding(raw: DatabaseSync): void {
  raw.function('fold', { deterministic: true }, (value: SQLOutputValue) =>
    typeof value === 'string' ? value.toLowerCase() : value,
  );
}

/** `address_key(text)`: the key of an address (lib/address-words.ts), NULL for what is none. */
function addAddressKeys(raw: DatabaseSync): void {
  raw.function('address_key', { deterministic: true }, (text) => {
    const address = typeof text === 'string' ? parseAddress(text) : null;
    return address && toAddressKey(address.words);
  });
}

/**
 * `wanted()`: 1, or an error where nobody waits for the query any more; nothing else ends one. A call out of SQLite is slow,
 * so queries make it for some rows only (`wantedClause`).
 */
function addWanted(raw: DatabaseSync, isWanted: () => boolean): void {
  raw.function('wanted', () => {
    if (!isWanted())
      throw new AppError('unavailable', 'The client closed the connection before the query finished');
    return 1;
  });
}

/** Dynamic filters make some hundreds of texts; an unlucky caller must not make it thousands. */
const keptStatements = 500;

/**
 * `cacheKb`: how much of the file SQLite keeps in memory beside the operating system. `isWanted`: whether somebody waits for
 * the query under way.
 */
export function openConnection(
  file: string,
  { readOnly = false, cacheKb = 16_384, isWanted = (): boolean => true } = {},
): Connection {
  const raw = new DatabaseSync(file, {
    timeout: 5000,
    enableForeignKeyConstraints: true,
    allowExtension: false,
    defensive: true,
    readOnly,
  });
  try {
    if (!readOnly) raw.exec('PRAGMA journal_mode = WAL');
    raw.exec(settings);
    raw.exec(`PRAGMA cache_size = -${cacheKb}`);
  } catch (error) {
    raw.close();
    throw error;
  }
  addFolding(raw);
  addHours(raw);
  addAddressKeys(raw);
  addWanted(raw, isWanted);
  const kept = new Map<string, StatementSync>();
  let seq = 0;
  /** 0 = not read yet, or nothing is written. */
  let storedSeq = 0;
  let depth = 0;
  let committed: () => void = () => undefined;

  function sql(text: string): StatementSync {
    let statement = kept.get(text);
    if (!statement) {
      const [oldest] = kept.keys();
      if (kept.size >= keptStatements && oldest !== undefined) kept.delete(oldest);
      statement = raw.prepare(text);
      kept.set(text, statement);
    }
    return statement;
  }

  function readSeq(): number {
    if (storedSeq === 0) storedSeq = Number(sql(latestSeq).get()?.value ?? 0);
    return storedSeq;
  }

  function transaction<T>(work: () => T): T {
    sql('BEGIN IMMEDIATE').run();
    depth = 1;
    try {
      const result = work();
      sql('COMMIT').run();
      storedSeq = seq;
      return result;
    } catch (error) {
      // A full disk rolls back by itself; then there is nothing left to roll back.
      if (raw.isTransaction) sql('ROLLBACK').run();
      seq = storedSeq;
      throw error;
    } finally {
      depth = 0;
    }
  }

  return {
    raw,
    file,
    sql,
    transaction(work) {
      if (depth > 0) return work();
      const result = transaction(work);
      committed();
      return result;
    },
    onCommit(listener) {
      committed = listener;
    },
    nextSeq() {
      if (seq === 0) seq = readSeq();
      seq += 1;
      return seq;
    },
    seq: readSeq,
    close: () => raw.close(),
  };
}
