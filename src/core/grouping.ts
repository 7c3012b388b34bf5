/** Which events belong to one attacker, and which of them share an alert. The keys are stored: stores and pipeline use these. */
import { sessionKey } from './effects.ts';
import type { IdentifiedEvent } from './event.ts';
import { sourceKeyOf } from './source.ts';
import type { Verdict } from './verdict.ts';

type Grouped = Pick<
  IdentifiedEvent,
  'user_id' | 'node_id' | 'service' | 'source_ip' | 'session' | 'agent'
> & {
  verdict?: Pick<Verdict, 'crowd'> | null;
};

/**
 * One group is one source within one tenant: an address (IPv6: its /64), or the host of one agent. A host name is a claim
 * of the node that sends it, so the node is part of the key: no other node can join or mute its incident. The event that
 * completes a crowd belongs to the crowd's node, whatever source it came from.
 */
export function groupKeyOf(event: Pick<Grouped, 'source_ip' | 'agent' | 'node_id' | 'verdict'>): string {
  if (event.verdict?.crowd) return `crowd:${event.node_id}`;
  return event.agent ? `host:${event.node_id}:${event.source_ip}` : `source:${sourceKeyOf(event.source_ip)}`;
}

/** Held by the one incident of a group that still takes events. */
export const openKeyOf = (
  event: Pick<Grouped, 'user_id' | 'source_ip' | 'agent' | 'node_id' | 'verdict'>,
): string => `${event.user_id}|${groupKeyOf(event)}`;

/** Implied sessions begin with it. */
export const impliedMark = '~';

/**
 * The session under which an event's alert is kept: the sensor's own, or else an implied one of its source and service
 * (agents: host and decoy) on the event's node.
 */
export function alertSessionOf(event: Omit<Grouped, 'user_id' | 'node_id'>): string {
  if (event.session !== null) return event.session;
  const { service, source_ip, agent } = event;
  return agent
    ? `${impliedMark}${service}~${source_ip}~${agent.file_path || agent.file_accessed}`
    : `${impliedMark}${service}~${sourceKeyOf(source_ip)}`;
}

export const alertSessionKeyOf = (event: Grouped): string =>
  sessionKey(event.user_id, event.node_id, alertSessionOf(event));
