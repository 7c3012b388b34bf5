/** What each message goes through, whatever its listener: its node, its rate, its records. */
import { nodeName } from '../cases/node-name.ts';
import type { Mapping } from '../core/mapping.ts';
import type { NodeRecord } from '../core/node.ts';
import type { ReadValues } from '../ingest/read-values.ts';
import type { Intake } from './intake.ts';

export interface Message {
  /** The key that it holds; null = none. */
  key: string | null;
  /** What it says its sensor is called, outside of its record; '' = nothing. */
  sensorName?: string;
  /** `mappings`: of the node's tenant. */
  read(mappings: readonly Mapping[]): ReadValues;
}

export interface Speaker {
  input: string;
  address: string;
  /** Of the connection (listener.ts); null = none. */
  certificate: string | null;
  /** Of the connection, once a message said so; null = not known. */
  node: NodeRecord | null;
}

/**
 * Whose connection it is: who signed in on it, as long as that key is theirs; whose certificate it shows; whose address it
 * comes from. Asked for each message, because connections last for days. Null = nobody's.
 */
export async function nodeOf(
  { node, certificate, address }: Pick<Speaker, 'node' | 'certificate' | 'address'>,
  { nodes }: Pick<Intake, 'nodes'>,
): Promise<NodeRecord | null> {
  if (node !== null) {
    const now = await nodes.byName(nodeName(node));
    return now?.key_hash === node.key_hash ? now : null;
  }
  const shown = certificate === null ? null : await nodes.byCertificate(certificate);
  return shown ?? nodes.byAddress(address);
}

/** Whether it was taken. A message without a node is counted and dropped. `isPatient` as in Intake.take. */
export async function takeMessage(
  speaker: Speaker,
  { key, sensorName = '', read }: Message,
  intake: Intake,
  isPatient: boolean,
): Promise<boolean> {
  const { input, address } = speaker;
  const { nodes } = intake;
  const node = key === null ? await nodeOf(speaker, intake) : await nodes.byKey(key);
  if (node === null) {
    intake.stranger(input, address);
    return false;
  }
  const sender = { node, input, address };
  if (node.status !== 'active' || node.deleted_at !== null) {
    intake.note(sender, 'unknown_key', 'This node is inactive');
    return false;
  }
  if (key !== null) speaker.node = node;
  const aheadMs = intake.rate.take(address);
  if (aheadMs > 0) {
    if (!isPatient) {
      intake.note(sender, 'rejected', 'came faster than 1,000 a second, and was dropped');
      return false;
    }
    await intake.wait(aheadMs);
  }
  await intake.take(
    { ...sender, usualName: sensorName },
    read(await intake.mappingsOf(node.user_id)),
    isPatient,
  );
  return true;
}
