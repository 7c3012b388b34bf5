/**
 * Several sensors behind one key (a T-Pot, a relay): each is a node of its own below the one whose key it is. Its id follows
 * from that node and from what the sensor calls itself, so that nobody can take another node's. Pure.
 */
import type { Sha256Hex } from './ids.ts';
import { type NodeRecord, newNode } from './node.ts';

/** Sensors (cases/setup) with whose key usually several report. */
export const relaySensors: readonly string[] = ['tpot', 'hpfeeds', 'syslog'];

/** Whether the sensors behind a node's key are told apart. */
export const isRelay = ({
  relay,
  sensor,
  parent_id,
}: Pick<NodeRecord, 'relay' | 'sensor' | 'parent_id'>): boolean =>
  parent_id === null && (relay ?? (sensor !== null && relaySensors.includes(sensor)));

/** Below one node; further sensors are not told apart. */
export const mostSubNodes = 50;

/** `sensorName` as src/ingest/sensor-name.ts cleans it. */
export const subNodeId = (parentId: string, sensorName: string, sha256: Sha256Hex): string =>
  `node-${sha256(`sub-node\n${parentId}\n${sensorName}`).slice(0, 32)}`;

/** A new one: it begins with its parent's group, exposure, labels, owner and place, and has no key. */
export const newSubNode = (
  parent: NodeRecord,
  { sensorName, name, created_at }: { sensorName: string; name: string; created_at: string },
  sha256: Sha256Hex,
): NodeRecord => {
  const { user_id, os_type, exposure, labels, owner, location, group_id } = parent;
  return newNode({
    node_id: subNodeId(parent.node_id, sensorName, sha256),
    user_id,
    name,
    key_hash: '',
    created_at,
    os_type,
    exposure,
    labels,
    owner,
    location,
    group_id,
    parent_id: parent.node_id,
  });
};
