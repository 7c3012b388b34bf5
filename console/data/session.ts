/** The token this browser holds: for this tab alone, or kept until it expires where the person asked for that. */
import { setInSample } from './sample-mode.ts';

const key = 'decoyverse.token';
let token: string | null = sessionStorage.getItem(key) ?? localStorage.getItem(key);
const listeners = new Set<() => void>();

export const sessionToken = (): string | null => token;

export function keepToken(next: string, stays: boolean): void {
  token = next;
  (stays ? localStorage : sessionStorage).setItem(key, next);
  for (const tell of listeners) tell();
}

/** A token that was refused, or signing out. */
export function dropToken(): void {
  token = null;
  sessionStorage.removeItem(key);
  localStorage.removeItem(key);
  // Whoever signs in next begins with what is their own.
  setInSample(false);
  for (const tell of listeners) tell();
}

export function onToken(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the token outlives this tab. */
export const isTokenKept = (): boolean => localStorage.getItem(key) !== null;
