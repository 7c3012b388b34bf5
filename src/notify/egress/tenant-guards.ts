/**
 * The guard of each tenant. Receivers inside the network are for the owner of the installation and for tenants to whom
 * the operator allows them: where anybody may register, NOTIFY_ALLOW_PRIVATE is not for everybody. What a receiver inside
 * answers is shown to those alone who were allowed it by name: other tenants could read internal services with it.
 */
import { receiverAllowanceDocs } from '../../core/doc-kinds.ts';
import { everybody } from '../../core/receiver-allowance.ts';
import type { Store, TenantStore } from '../../core/store.ts';
import { readDocument } from '../../core/update-document.ts';
import { demoUserId } from '../../core/user.ts';
import { type AllowEntry, allowedBy, type Destination, parseAllowPrivate } from './allow-list.ts';
import { createGuard, type Guard } from './guard.ts';
import { isPublic, parseTarget } from './public-address.ts';
import type { Resolved } from './resolver.ts';

export interface TenantGuard {
  guard: Guard;
  /** Whether the tenant may see what this receiver answers. */
  mayRead(destination: Destination, addresses: readonly Resolved[]): boolean;
}

export interface TenantGuards {
  of(userId: string): Promise<TenantGuard>;
}

export interface TenantGuardsParts {
  store: Pick<Store, 'users'> & { of(userId: string): Pick<TenantStore, 'doc'> };
  /** NOTIFY_ALLOW_PRIVATE. */
  allow: readonly AllowEntry[];
  /** Anybody may make an account. */
  isOpen: boolean;
  clock: () => number;
  makeGuard?: typeof createGuard;
}

/** So long a change by the operator takes to hold in every process. */
const maxAgeMs = 2000;
const mostTenants = 5000;

/** What a stored entry allows; one that this version cannot read allows nothing. */
function parseEntries(texts: readonly string[]): AllowEntry[] {
  return texts.flatMap((text) => {
    try {
      return parseAllowPrivate(text);
    } catch {
      return [];
    }
  });
}

export function createTenantGuards({
  store,
  allow,
  isOpen,
  clock,
  makeGuard = createGuard,
}: TenantGuardsParts): TenantGuards {
  const kept = new Map<string, { atMs: number; made: Promise<TenantGuard> }>();

  const entriesOf = async (userId: string): Promise<AllowEntry[]> =>
    parseEntries((await readDocument(store.of(userId), receiverAllowanceDocs, userId))?.body.entries ?? []);

  async function make(userId: string): Promise<TenantGuard> {
    const [own, shared, [oldest]] = await Promise.all([
      entriesOf(userId),
      entriesOf(everybody),
      store.users(1),
    ]);
    const isOwner = userId === demoUserId || userId === oldest?.id;
    const named = isOwner ? [...own, ...allow, ...shared] : own;
    const used = isOwner || !isOpen ? [...own, ...allow, ...shared] : [...own, ...shared];
    return {
      // Strangers are not told which names exist inside.
      guard: makeGuard({ allow: used, explains: isOwner || !isOpen || own.length > 0 }),
      mayRead: (destination, addresses) =>
        addresses.every(({ address }) => {
          const parsed = parseTarget(address);
          return parsed !== null && (isPublic(parsed) || allowedBy(named, parsed, destination) !== null);
        }),
    };
  }

  return {
    of(userId) {
      const nowMs = clock();
      const found = kept.get(userId);
      if (found && nowMs - found.atMs < maxAgeMs) return found.made;
      const made = make(userId);
      if (kept.size >= mostTenants) kept.clear();
      kept.set(userId, { atMs: nowMs, made });
      // A store that did not answer is asked again.
      made.catch(() => kept.delete(userId));
      return made;
    },
  };
}

/** A guard that notes whether everything it let through may be read. */
export function watchReading({ guard, mayRead }: TenantGuard): { guard: Guard; isReadable(): boolean } {
  let isReadable = true;
  return {
    guard: {
      ...guard,
      async resolve(destination, use, signal) {
        const found = await guard.resolve(destination, use, signal);
        if (destination !== null && !mayRead(destination, found)) isReadable = false;
        return found;
      },
    },
    isReadable: () => isReadable,
  };
}

/** In place of an answer that the tenant may not see. */
export const hiddenAnswer = 'Not shown: the receiver is inside the network of this server.';
