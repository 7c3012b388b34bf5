/** Blocks by rule: the source of a risky incident, for a limited time, unless a person judged the incident no attack. */
import type { Incident } from '../core/alert.ts';
import type { BlockRule, BlockSettings } from '../core/block.ts';
import { blockedDocs, blockSettingsDocs } from '../core/doc-kinds.ts';
import { AppError } from '../core/errors.ts';
import type { Store, TenantStore } from '../core/store.ts';
import { readDocument } from '../core/update-document.ts';
import { parseAddress } from '../lib/address.ts';
import {
  carriedV4,
  internal,
  type Network,
  overlaps,
  parseNetwork,
  toNetwork,
  unblockable,
} from '../lib/network.ts';
import { createTurns } from '../lib/turns.ts';
import { allDocuments } from './all-documents.ts';
import { addBlock, blockId } from './block-list.ts';
import { readBlockSettings } from './block-settings.ts';
import { ownNetworks } from './own-addresses.ts';

const minuteMs = 60_000;
const pageSize = 200;
const mostPages = 10;

/** IPv6 is given out by /64: whoever has one address there has them all. */
const subscriberBits = 64;

/** What is blocked because of a source: the address, or its /64. Null where it is no address. */
export function toBlockTarget(source: string): Network | null {
  const address = parseAddress(source);
  return address && toNetwork(address, address.family === 6 ? subscriberBits : 32);
}

const protectedBy = (network: Network | null): boolean =>
  network !== null && [...internal, ...unblockable].some((one) => overlaps(one, network));

/** Services over UDP, and what is seen of a connection before it is one: anybody may send these in another's name. */
const forgeable = new Set(
  'bacnet chargen coap dhcp dns dtls icmp ike mdns memcached netbios ntp openvpn portscan qotd quic radius rip rtp sip snmp ssdp stun syslog tftp udp wireguard'.split(
    ' ',
  ),
);
/** A single event of an incident, without a connection. */
const mayBeForged = ({ event_count, service }: Incident): boolean =>
  event_count < 2 && forgeable.has(service.toLowerCase());

/** Until when the rule blocks this incident's source, ISO, or null where it does not. Pure. */
export function decideBlock(incident: Incident, rule: BlockRule, nowMs: number): string | null {
  if (incident.risk_score < rule.min_risk) return null;
  if (rule.attack_types.length > 0 && !rule.attack_types.includes(incident.attack_type)) return null;
  const verdict = incident.human_verdict?.verdict;
  if (verdict === 'harmless' || verdict === 'expected') return null;
  if (rule.only_proven === true && mayBeForged(incident)) return null;
  const network = toBlockTarget(incident.source_ip);
  // An agent's source is a host name; blocking a private address is for people to decide, behind a translator too.
  if (!network || protectedBy(network) || protectedBy(carriedV4(network))) return null;
  const endMs = Date.parse(incident.last_seen) + rule.minutes * minuteMs;
  return endMs > nowMs ? new Date(endMs).toISOString() : null;
}

/** What a rule never blocks of a tenant, beside its never-block list: its own people, nodes and receivers. */
export type ProtectedOf = (userId: string) => Promise<Network[]>;
const ownNetworksOf =
  (store: Pick<Store, 'of'>): ProtectedOf =>
  (userId) =>
    ownNetworks(store.of(userId), userId);

/** Where the next round goes on among a tenant's older incidents; absent = from the latest. Kept by the caller. */
export type BlockRuleCursors = Map<string, string>;

interface Wanted {
  until: string;
  incident: Incident;
}

/** Latest first: whether all that follows ended before now. */
function isOver(incidents: readonly Incident[], rule: BlockRule, nowMs: number): boolean {
  const oldest = incidents.at(-1)?.last_seen;
  return oldest !== undefined && Date.parse(oldest) + rule.minutes * minuteMs <= nowMs;
}

/**
 * The networks to block: those of the latest incidents, and of some older ones further on than in the round before, so
 * that however many incidents a flood makes, each has its turn.
 */
async function findWanted(
  tenant: TenantStore,
  { userId, rule, nowMs }: { userId: string; rule: BlockRule; nowMs: number },
  cursors: BlockRuleCursors,
): Promise<Map<string, Wanted>> {
  const wanted = new Map<string, Wanted>();
  const turns = createTurns();
  async function read(cursor: string | null): Promise<string | null> {
    const turn = turns.next();
    if (turn !== null) await turn;
    const page = await tenant.incidents({ min_risk: rule.min_risk }, { limit: pageSize, cursor });
    for (const incident of page.items) {
      const until = decideBlock(incident, rule, nowMs);
      const network = until === null ? null : toBlockTarget(incident.source_ip);
      if (until === null || network === null) continue;
      const found = wanted.get(network.text);
      if (!found || until > found.until) wanted.set(network.text, { until, incident });
    }
    return isOver(page.items, rule, nowMs) ? null : page.next_cursor;
  }
  const second = await read(null);
  let cursor = cursors.get(userId) ?? second;
  for (let pages = 1; pages < mostPages && cursor !== null; pages++) cursor = await read(cursor);
  if (cursor === null) cursors.delete(userId);
  else cursors.set(userId, cursor);
  return wanted;
}

/**
 * Applies a tenant's rule to its incidents; resolves with how many networks were blocked or kept longer, and whether
 * older incidents are left for the next round.
 */
export async function applyBlockRule(
  store: Pick<Store, 'of'>,
  userId: string,
  { rule, never_block }: BlockSettings,
  nowMs: number,
  cursors: BlockRuleCursors = new Map(),
  protectedOf: ProtectedOf = ownNetworksOf(store),
): Promise<number> {
  if (!rule) return 0;
  const tenant = store.of(userId);
  const parts = { tenant, now: () => new Date(nowMs).toISOString() };
  const never = never_block.flatMap((text) => parseNetwork(text) ?? []);
  const turns = createTurns();
  let blocked = 0;
  const wanted = await findWanted(tenant, { userId, rule, nowMs }, cursors);
  if (wanted.size === 0) return 0;
  never.push(...(await protectedOf(userId)));
  for (const [network, { until, incident }] of wanted) {
    const turn = turns.next();
    if (turn !== null) await turn;
    const existing = await readDocument(tenant, blockedDocs, blockId(userId, network));
    if (existing && (existing.expires_at === null || existing.expires_at >= until)) continue;
    try {
      await addBlock(
        parts,
        userId,
        {
          network,
          note: `Rule: ${incident.attack_type}, risk ${incident.risk_score}`,
          source: 'rule',
          incident_id: incident.incident_id,
          added_by: 'rule',
          expires_at: until,
          seen: incident.source_ip,
        },
        never,
      );
      blocked++;
    } catch (error) {
      // On the never-block list, or the list is full of what people asked for: the others are tried all the same.
      if (!(error instanceof AppError) || error.code === 'unavailable') throw error;
    }
  }
  return blocked;
}

/** One round over the tenants in `users` that have a rule (null = all of them). */
export async function applyBlockRules(
  store: Pick<Store, 'of' | 'docsAfter'>,
  users: ReadonlySet<string> | null,
  nowMs: number,
  cursors: BlockRuleCursors = new Map(),
  protectedOf: ProtectedOf = ownNetworksOf(store),
): Promise<number> {
  let blocked = 0;
  if (users === null)
    for await (const { user_id, body } of allDocuments(store, blockSettingsDocs))
      blocked += await applyBlockRule(store, user_id, body, nowMs, cursors, protectedOf);
  else
    for (const userId of users)
      blocked += await applyBlockRule(
        store,
        userId,
        await readBlockSettings(store.of(userId), userId),
        nowMs,
        undefined,
        protectedOf,
      );
  return blocked;
}
