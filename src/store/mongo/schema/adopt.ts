/**
 * A database that the Python back end wrote opens as it is. Its documents have ObjectIds of MongoDB's making and only the
 * contract's fields; at first start each gets the key and the form that ours have, and what statistics read is added up.
 *
 * Any step may be cut short and be done again, by two processes at once: a document is written under its new key before the
 * old one goes, and nothing is counted before all are moved. One run covers what was found by one start (or by the one that
 * completes it); its figures are computed from the documents that bear its number.
 */
import type { Document } from 'mongodb';
import type { CollectionName, Connection, Stored } from '../connection/connection.ts';
import { isDuplicate } from '../connection/failure.ts';
import { insertMissing } from '../writing/write.ts';
import { addUpLegacy } from './adopt-figures.ts';
import { toAdopted, toAdoptedNode, toAdoptedUser } from './adopt-shapes.ts';

const stepSize = 500;
const foreign = { _id: { $type: 'objectId' } } as unknown as Document;
const moved = [
  'decoys',
  'honeypot_logs',
  'agent_events',
  'alerts',
  'profiles',
] as const satisfies CollectionName[];

/** Users and nodes keep their documents: an account must not be away for a moment. */
async function adoptAccounts(connection: Connection): Promise<void> {
  for (;;) {
    const users = await connection.run((c) =>
      c.users.find({ token_version: { $not: { $type: 'number' } } }, { limit: stepSize }).toArray(),
    );
    for (const user of users) await setUser(connection, user);
    if (users.length < stepSize) break;
  }
  for (;;) {
    const nodes = await connection.run((c) =>
      c.nodes.find({ key_hash: { $not: { $type: 'string' } } }, { limit: stepSize }).toArray(),
    );
    for (const node of nodes)
      await connection.run((c) =>
        c.nodes.updateOne(
          { _id: node._id, key_hash: { $not: { $type: 'string' } } },
          { $set: toAdoptedNode(node), $unset: { api_key: '', node_api_key: '' } },
        ),
      );
    if (nodes.length < stepSize) return;
  }
}

async function setUser(connection: Connection, user: Document): Promise<void> {
  const set = toAdoptedUser(user);
  try {
    await connection.run((c) => c.users.updateOne({ _id: user._id }, { $set: set }));
  } catch (error) {
    // Another account has the e-mail in the form in which it is looked up: this one keeps its own.
    if (!isDuplicate(error)) throw error;
    const { email: _email, ...rest } = set;
    await connection.run((c) => c.users.updateOne({ _id: user._id }, { $set: rest }));
  }
}

/** Tenants by node: documents of the oldest versions name only the node. */
async function ownersOf(
  connection: Connection,
  documents: readonly Document[],
): Promise<Map<string, string>> {
  const ids = new Set<string>();
  for (const { user_id, node_id } of documents)
    if (typeof user_id !== 'string' && typeof node_id === 'string') ids.add(node_id);
  if (ids.size === 0) return new Map();
  const nodes = await connection.run((c) => c.nodes.find({ node_id: { $in: [...ids] } }).toArray());
  return new Map(nodes.map((node) => [String(node.node_id), String(node.user_id)]));
}

/** Ids of the other back end need not be unique (alerts of one second share one): the later one gets a longer name. */
async function keepNamesakes(
  connection: Connection,
  name: (typeof moved)[number],
  documents: readonly Stored[],
): Promise<void> {
  const field = name === 'alerts' ? 'alert_id' : 'log_id';
  if (name === 'decoys' || name === 'profiles') return;
  const ids = documents.map(({ _id }) => _id);
  const found = await connection.run((c) =>
    c[name].find({ _id: { $in: ids } }, { projection: { legacy_id: 1 } }).toArray(),
  );
  const holders = new Map(found.map(({ _id, legacy_id }) => [_id, legacy_id]));
  const later = documents
    .filter(({ _id, legacy_id }) => holders.get(_id) !== legacy_id)
    .map((document): Stored => {
      const suffix = `-${String(document.legacy_id).slice(-8)}`;
      return { ...document, _id: `${document._id}${suffix}`, [field]: `${document[field]}${suffix}` };
    });
  await connection.run((c) => insertMissing(c[name], later));
}

async function moveStep(connection: Connection, name: (typeof moved)[number], run: number): Promise<number> {
  const found = await connection.run((c) => c[name].find(foreign, { limit: stepSize }).toArray());
  if (found.length === 0) return 0;
  const owners = await ownersOf(connection, found);
  const documents: Stored[] = found.map((document) => ({
    ...toAdopted(name, document, owners),
    legacy: run,
    legacy_id: String(document._id),
    applied: 0,
  }));
  await connection.run((c) => insertMissing(c[name], documents));
  await keepNamesakes(connection, name, documents);
  await connection.run((c) => c[name].deleteMany({ _id: { $in: found.map(({ _id }) => _id) } }));
  return found.length;
}

/** The number of the run that is open, or null; `open` opens one. */
async function runOf(connection: Connection, open: boolean): Promise<number | null> {
  const found = await connection.run((c) => c.meta.findOne({ _id: 'adoption' }));
  if (found?.is_open === true) return found.run as number;
  if (!open) return null;
  const run = ((found?.run as number) ?? 0) + 1;
  await connection.run((c) =>
    c.meta.updateOne({ _id: 'adoption' }, { $max: { run }, $set: { is_open: true } }, { upsert: true }),
  );
  return run;
}

export async function adoptForeign(connection: Connection): Promise<void> {
  await adoptAccounts(connection);
  let run = await runOf(connection, false);
  for (const name of moved) {
    const [first] = await connection.run((c) => c[name].find(foreign, { limit: 1 }).toArray());
    if (first) run = await runOf(connection, true);
  }
  if (run === null) return;
  for (const name of moved) while ((await moveStep(connection, name, run)) > 0);
  await addUpLegacy(connection, run);
  await connection.run((c) => c.meta.updateOne({ _id: 'adoption', run }, { $set: { is_open: false } }));
}
