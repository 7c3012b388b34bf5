/** Keys that programs authenticate with: random, shown once, stored only as a SHA-256. */
import { hash } from 'node:crypto';

/** `bytes` random bytes. */
export type RandomBytes = (bytes: number) => Buffer;

/** 32 random bytes as base64url, 43 characters: a key or the secret part of an address. */
export const newSecret = (random: RandomBytes): string => random(32).toString('base64url');
/** `nk_` and a secret. */
export const newNodeKey = (random: RandomBytes): string => `nk_${newSecret(random)}`;
/** `dvk_` and a secret. The prefix lets secret scanners recognise a leaked key. */
export const newApiKey = (random: RandomBytes): string => `dvk_${newSecret(random)}`;

/** `dvw_` and a secret: what is in the link of a wallboard. */
export const newWallboardKey = (random: RandomBytes): string => `dvw_${newSecret(random)}`;

/** What the store knows of a key or secret: its SHA-256, lower-case hex. */
export const hashOf = (secret: string): string => hash('sha256', secret, 'hex');
