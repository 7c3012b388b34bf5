/**
 * Guessing that comes from many sources: each tries once or twice, so no window of a source sees it. Failures are counted for
 * each account, node and decoy service, and a success that follows many of them is judged as what it is.
 *
 * An account that is signed in to all the time (a sensor that lets `root` in with any password) proves nothing: only a success
 * without another in the day before counts. The counters live in memory, one set per process; a restart begins anew.
 */
import type { StoredEvent } from '../core/event.ts';
import { networkOf } from '../core/source.ts';
import type { Verdict } from '../core/verdict.ts';
import { decisiveMs } from './grouping.ts';

export interface GuessLimits {
  /** So many failures … */
  failures: number;
  /** … from so many networks … */
  networks: number;
  /** … within this time make a success an attack that got in. */
  spanMs: number;
  /** Accounts that are kept in memory, over all tenants. */
  accounts: number;
}
const usual: GuessLimits = { failures: 50, networks: 20, spanMs: 24 * 60 * 60_000, accounts: 50_000 };

export interface AccountGuesses {
  /** Counts the event, and raises its verdict where it is the success of many guesses. Never lowers one. */
  judge(event: StoredEvent, verdict: Verdict): Verdict;
}

interface Account {
  startedMs: number;
  failures: number;
  /** Up to as many as the limit asks for. */
  networks: Set<string>;
  succeededMs: number;
}

/** Above the default threshold; as high as a success that the scorer sees after a source's own failures. */
const successRisk = 9;

/** The account that an event is about, on its node and service; null where it names none. */
function accountOf({ user_id, node_id, service, extra, kind }: StoredEvent): string | null {
  if (kind !== 'login.failed' && kind !== 'login.succeeded') return null;
  const name = extra !== null && Object.hasOwn(extra, 'username') ? extra.username : undefined;
  return typeof name === 'string' && name !== ''
    ? `${user_id}\n${node_id}\n${service}\n${name.slice(0, 100).toLowerCase()}`
    : null;
}

export function createAccountGuesses(limits: GuessLimits = usual): AccountGuesses {
  const accounts = new Map<string, Account>();

  function find(key: string, nowMs: number): Account {
    let account = accounts.get(key);
    if (account === undefined || nowMs - account.startedMs > limits.spanMs)
      account = {
        startedMs: nowMs,
        failures: 0,
        networks: new Set(),
        succeededMs: account?.succeededMs ?? Number.NEGATIVE_INFINITY,
      };
    // Last in the map is what was used last.
    accounts.delete(key);
    accounts.set(key, account);
    if (accounts.size > limits.accounts)
      for (const oldest of accounts.keys()) {
        accounts.delete(oldest);
        break;
      }
    return account;
  }

  return {
    judge(event, verdict) {
      const key = accountOf(event);
      if (key === null) return verdict;
      const nowMs = decisiveMs(event);
      const account = find(key, nowMs);
      if (event.kind === 'login.failed') {
        account.failures++;
        if (account.networks.size < limits.networks) account.networks.add(networkOf(event.source_ip));
        return verdict;
      }
      const isRare = nowMs - account.succeededMs > limits.spanMs;
      account.succeededMs = nowMs;
      const { failures, networks } = account;
      if (!isRare || failures < limits.failures || networks.size < limits.networks) return verdict;
      account.failures = 0;
      account.networks.clear();
      return raise(verdict, failures, limits.networks);
    },
  };
}

function raise(verdict: Verdict, failures: number, networks: number): Verdict {
  const risk_score = Math.max(verdict.risk_score, successRisk);
  return {
    ...verdict,
    attack_type: 'CredentialAccess',
    risk_score,
    risk_exact: Math.max(verdict.risk_exact ?? 0, risk_score),
    confidence: Math.max(verdict.confidence, 0.9),
    reasons: [
      `Signed in after ${failures} failed attempts on this account from at least ${networks} networks: a password was guessed by many together`,
      ...verdict.reasons,
    ],
    evidence: [
      { reason: 0, field: 'history', text: `${failures} failed sign-ins to this account` },
      ...verdict.evidence.map((one) => ({ ...one, reason: one.reason + 1 })),
    ],
    tactics: [...new Set(['Credential Access', ...verdict.tactics])],
    techniques: [...new Set(['T1110.003', ...verdict.techniques])],
  };
}
