/**
 * A backup brings back what was revoked since it was made. Here the data that it replaced are asked: what they no longer
 * have stays revoked, and what else came back is said. Sessions that began before are refused by the time of the restore,
 * which is kept outside the database.
 */
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  accountStateDocs,
  apiKeyDocs,
  blockFeedDocs,
  channelDocs,
  receiverAllowanceDocs,
  suppressionDocs,
  tokenDocs,
  wallboardDocs,
} from '../core/doc-kinds.ts';

const restoredFile = (dataDir: string): string => join(dataDir, 'restored-at');

/** When a backup was last restored into this folder, epoch ms; 0 = never. */
export function readRestoredMs(dataDir: string): number {
  try {
    const ms = Date.parse(readFileSync(restoredFile(dataDir), 'utf8').trim());
    return Number.isFinite(ms) ? ms : 0;
  } catch {
    return 0;
  }
}

export function writeRestoredMs(dataDir: string, nowMs: number): void {
  const file = restoredFile(dataDir);
  writeFileSync(`${file}.part`, `${new Date(nowMs).toISOString()}\n`, { mode: 0o600 });
  chmodSync(`${file}.part`, 0o600);
  renameSync(`${file}.part`, file);
}

export interface RestoredRights {
  /** Kept revoked, by kind: `API key nightly export`. */
  revoked: string[];
  /** Deleted since the backup, and back now. */
  returned: string[];
  /** Whether there were data to compare with. */
  compared: boolean;
}

interface DocRow {
  user_id: string;
  kind: string;
  id: string;
  body: string;
}

/** Credentials, and what an operator allowed: never come back. */
const secretKinds: Readonly<Record<string, string>> = {
  [apiKeyDocs.name]: 'API key',
  [blockFeedDocs.name]: 'feed',
  [wallboardDocs.name]: 'wallboard',
  [receiverAllowanceDocs.name]: 'allowed receivers',
  [wallboardDocs.name]: 'wallboard',
  [receiverAllowanceDocs.name]: 'allowed receivers',
};
/** Decisions: come back, and are named. */
const namedKinds: Readonly<Record<string, string>> = {
  [suppressionDocs.name]: 'suppression rule',
  [channelDocs.name]: 'channel',
  [tokenDocs.name]: 'token',
};

function nameOf({ body, id }: DocRow): string {
  try {
    const { name, note } = JSON.parse(body) as { name?: unknown; note?: unknown };
    return String(name ?? note ?? id);
  } catch {
    return id;
  }
}

/** `before` is the database that was replaced, `restored` the one in its place; no process may hold either. */
export function keepRevoked(before: string, restored: string): RestoredRights {
  const revoked: string[] = [];
  const returned: string[] = [];
  const now = new DatabaseSync(restored);
  try {
    now.prepare('ATTACH DATABASE ? AS before').run(before);
    now.exec('BEGIN IMMEDIATE');
    // Of accounts that both have: the backup of another installation is not compared with this one.
    const gone = now
      .prepare(
        `SELECT user_id, kind, id, body FROM main.docs AS doc
         WHERE kind IN (SELECT value FROM json_each(?))
           AND EXISTS (SELECT 1 FROM before.users WHERE id = doc.user_id)
           AND NOT EXISTS (SELECT 1 FROM before.docs AS other
                           WHERE other.user_id = doc.user_id AND other.kind = doc.kind AND other.id = doc.id)`,
      )
      .all(JSON.stringify([...Object.keys(secretKinds), ...Object.keys(namedKinds)])) as unknown as DocRow[];
    const drop = now.prepare('DELETE FROM main.docs WHERE user_id = ? AND kind = ? AND id = ?');
    for (const doc of gone) {
      const secret = secretKinds[doc.kind];
      if (secret === undefined) returned.push(`${namedKinds[doc.kind]} ${nameOf(doc)}`);
      else {
        drop.run(doc.user_id, doc.kind, doc.id);
        revoked.push(`${secret} ${nameOf(doc)}`);
      }
    }
    const nodes = now
      .prepare(
        `SELECT node.node_id, node.name, other.key_hash, other.deleted_at FROM main.nodes AS node
         JOIN before.nodes AS other USING (node_id)
         WHERE node.key_hash <> other.key_hash OR (node.deleted_at IS NULL AND other.deleted_at IS NOT NULL)`,
      )
      .all() as unknown as { node_id: string; name: string; key_hash: string; deleted_at: string | null }[];
    const change = now.prepare('UPDATE main.nodes SET key_hash = ?, deleted_at = ? WHERE node_id = ?');
    for (const { node_id, name, key_hash, deleted_at } of nodes) {
      change.run(key_hash, deleted_at, node_id);
      revoked.push(deleted_at === null ? `old key of node ${name}` : `node ${name}`);
    }
    const people = now
      .prepare(
        `SELECT old.id, old.email, other.password_hash, max(old.token_version, other.token_version) AS version
         FROM main.users AS old JOIN before.users AS other USING (id)
         WHERE old.password_hash <> other.password_hash OR old.token_version <> other.token_version`,
      )
      .all() as unknown as { id: string; email: string; password_hash: string; version: number }[];
    const update = now.prepare('UPDATE main.users SET password_hash = ?, token_version = ? WHERE id = ?');
    for (const { id, email, password_hash, version } of people) {
      update.run(password_hash, Number(version) + 1, id);
      revoked.push(`old password and sessions of ${email}`);
    }
    const keep = now.prepare(
      `INSERT OR REPLACE INTO main.docs
       SELECT * FROM before.docs WHERE kind = ? AND user_id IN (SELECT id FROM main.users)`,
    );
    keep.run(receiverAllowanceDocs.name);
    const states = keep.run(accountStateDocs.name);
    if (Number(states.changes) > 0) revoked.push(`suspensions of ${states.changes} accounts`);
    now.exec('COMMIT');
    return { revoked, returned, compared: true };
  } finally {
    now.close();
  }
}
