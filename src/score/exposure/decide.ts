/** Decides whether an event counts as inside the owner's network. Pure. */
import ipaddr from 'ipaddr.js';
import type { DraftEvent } from '../../core/event.ts';
import type { ExposureDecision, ExposureSetting } from '../../core/exposure.ts';

export interface ExposurePolicy {
  setting: ExposureSetting;
  /** Who set it, as the reason names them. */
  setBy?: 'the node' | 'its group' | 'your alert settings';
  /** Whether an address is in a network that the tenant declared as its own. */
  isDeclared(address: string): boolean;
}

/** What a new tenant has: nothing declared, the source decides. */
export const defaultExposurePolicy: ExposurePolicy = { setting: 'auto', isDeclared: () => false };

/** Ranges that only somebody inside can come from, as ipaddr.js names them. */
const insideRanges: Readonly<Record<string, string>> = {
  private: 'a private address (RFC 1918)',
  uniqueLocal: 'a unique local address (RFC 4193)',
  linkLocal: 'a link-local address',
  carrierGradeNat: 'a shared address (RFC 6598)',
  loopback: 'this machine itself',
};

const inside = (reason: string): ExposureDecision => ({ exposure: 'internal', reason });
const outside = (reason: string): ExposureDecision => ({ exposure: 'internet', reason });

const setReason = (setBy: NonNullable<ExposurePolicy['setBy']>, setting: ExposureSetting): string =>
  setBy === 'your alert settings' ? `your alert settings say ${setting}` : `${setBy} is set to ${setting}`;

/** A name without a dot, or one of a local zone, is only resolved inside. */
const isLocalName = (name: string): boolean =>
  /^[a-z0-9_][a-z0-9_.-]*$/i.test(name) &&
  (!name.includes('.') || /\.(?:local|lan|internal|home|corp|intra|home\.arpa)\.?$/i.test(name));

/**
 * The setting of the node (or its group) decides; with `auto` it is the source: private and declared addresses, endpoint
 * agents and tokens are inside. The reason names the fact that decided.
 */
export function decideExposure(
  event: Pick<DraftEvent, 'source_ip' | 'agent' | 'kind'>,
  { setting, setBy = 'the node', isDeclared }: ExposurePolicy = defaultExposurePolicy,
): ExposureDecision {
  if (setting === 'internal') return inside(setReason(setBy, setting));
  if (setting === 'internet') return outside(setReason(setBy, setting));
  if (event.agent) return inside('an endpoint agent reported it');
  if (event.kind === 'token.hit') return inside('a planted token was used');
  const source = event.source_ip;
  if (!ipaddr.isValid(source))
    return isLocalName(source)
      ? inside('the source is a host name of the local network')
      : outside('the source is a public host name');
  const address = ipaddr.process(source);
  const range = insideRanges[address.range()];
  if (range !== undefined) return inside(`the source is ${range}`);
  if (isDeclared(source)) return inside('the source is in a network that you declared as your own');
  return outside('the source is a public address');
}
