/** Blocks by rule: the source of a risky incident, for a limited time, unless a person judged the incident no attack. */
import type { Incident } from '../core/alert.ts';
import type { BlockRule, BlockSettings } from '../core/block.ts';
import { blockSettingsDocs } from '../core/doc-kinds.ts';
import { AppError } from '../core/errors.ts';
import type { Store } from '../core/store.ts';
import { internal, overlaps, parseNetwork } from '../lib/network.ts';
import { allDocuments } from './all-documents.ts';
import { addBlock, listBlocks } from './block-list.ts';
import { readBlockSettings } from './block-settings.ts';

const minuteMs = 60_000;
const pageSize = 200;
const mostPages = 10;

/** Until when the rule blocks this incident's source, ISO, or null where it does not. Pure. */
export function decideBlock(incident: Incident, rule: BlockRule, nowMs: number): string | null {
  if (incident.risk_score < rule.min_risk) return null;
  if (rule.attack_types.length > 0 && !rule.attack_types.includes(incident.attack_type)) return null;
  const verdict = incident.human_verdict?.verdict;
  if (verdict === 'harmless' || verdict === 'expected') return null;
  const network = parseNetwork(incident.source_ip);
  // An agent's source is a host name; blocking a private address is for people to decide.
  if (!network || internal.some((one) => overlaps(one, network))) return null;
  const endMs = Date.parse(incident.last_seen) + rule.minutes * minuteMs;
  return endMs > nowMs ? new Date(endMs).toISOString() : null;
}

/** Applies a tenant's rule to its latest incidents; resolves with how many addresses were blocked or kept longer. */
export async function applyBlockRule(
  store: Pick<Store, 'of'>,
  userId: string,
  { rule }: Pick<BlockSettings, 'rule'>,
  nowMs: number,
): Promise<number> {
  if (!rule) return 0;
  const tenant = store.of(userId);
  const parts = { tenant, now: () => new Date(nowMs).toISOString() };
  const ends = new Map<string, { until: string; incident: Incident }>();
  let cursor: string | null = null;
  for (let pages = 0; pages < mostPages; pages++) {
    const page = await tenant.incidents({ min_risk: rule.min_risk }, { limit: pageSize, cursor });
    for (const incident of page.items) {
      const until = decideBlock(incident, rule, nowMs);
      const found = ends.get(incident.source_ip);
      if (until !== null && (!found || until > found.until))
        ends.set(incident.source_ip, { until, incident });
    }
    cursor = page.next_cursor;
    // Latest first: what follows ended before now.
    const oldest = page.items.at(-1)?.last_seen;
    if (oldest !== undefined && Date.parse(oldest) + rule.minutes * minuteMs <= nowMs) break;
    if (cursor === null) break;
  }
  if (ends.size === 0) return 0;
  const known = new Map((await listBlocks(parts, userId)).map((block) => [block.network, block]));
  let blocked = 0;
  for (const [source, { until, incident }] of ends) {
    const existing = known.get(parseNetwork(source)?.text ?? '');
    if (existing && (existing.expires_at === null || existing.expires_at >= until)) continue;
    try {
      await addBlock(parts, userId, {
        network: source,
        note: `Rule: ${incident.attack_type}, risk ${incident.risk_score}`,
        source: 'rule',
        incident_id: incident.incident_id,
        added_by: 'rule',
        expires_at: until,
      });
      blocked++;
    } catch (error) {
      // On the never-block list, or the list is full: the others are tried all the same.
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
): Promise<number> {
  let blocked = 0;
  if (users === null)
    for await (const { user_id, body } of allDocuments(store, blockSettingsDocs))
      blocked += await applyBlockRule(store, user_id, body, nowMs);
  else
    for (const userId of users)
      blocked += await applyBlockRule(
        store,
        userId,
        await readBlockSettings(store.of(userId), userId),
        nowMs,
      );
  return blocked;
}
