/**
 * Links by which whoever reads a message acknowledges its incident: signed, for one message, for a week, once. The secret
 * stands in the fragment, which browsers send to nobody: programs that open links to check them see an empty page.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Notice } from '../../core/channel.ts';
import type { Occasion } from '../../core/occasion.ts';

export interface AcknowledgeClaim {
  user_id: string;
  incident_id: string;
  delivery_id: string;
  expiresMs: number;
}

/** Pure. */
export const canBeAcknowledged = ({ occasion, about }: Pick<Notice, 'occasion' | 'about'>): boolean =>
  asking.has(occasion) && (about === undefined || about === 'node');

export interface AcknowledgeLinks {
  /** Null for what cannot be acknowledged. `nowMs` is when the message was attempted. */
  toLink(
    notice: Notice,
    claim: Omit<AcknowledgeClaim, 'incident_id' | 'expiresMs'>,
    nowMs: number,
  ): string | null;
  /** Null for a token that is not ours or too old. */
  read(token: string, nowMs: number): AcknowledgeClaim | null;
}

/** A link, and a button, of a message works so long. */
export const acknowledgeLifetimeMs = 7 * 24 * 60 * 60_000;
const asking: ReadonlySet<Occasion> = new Set([
  'opened',
  'worse',
  'throttled',
  'reminded',
  'escalated',
  'reopened',
]);
const tokenForm = /^([A-Za-z0-9_-]{1,1000})\.([A-Za-z0-9_-]{43})$/;

/** `secret` is the server's; `base` its public address, without a slash at its end. */
export function createAcknowledgeLinks(secret: string, base: string): AcknowledgeLinks {
  const key = createHmac('sha256', secret).update('decoyverse acknowledge link').digest();
  const sign = (text: string): Buffer => createHmac('sha256', key).update(text).digest();

  return {
    toLink(notice, { user_id, delivery_id }, nowMs) {
      if (!canBeAcknowledged(notice)) return null;
      const claim = [user_id, notice.incident_id, delivery_id, nowMs + acknowledgeLifetimeMs];
      const text = Buffer.from(JSON.stringify(claim)).toString('base64url');
      return `${base}/acknowledge#${text}.${sign(text).toString('base64url')}`;
    },
    read(token, nowMs) {
      const [, text = '', signature = ''] = tokenForm.exec(token) ?? [];
      const given = Buffer.from(signature, 'base64url');
      const wanted = sign(text);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
      // Nobody else signs: the form needs no check.
      const [user_id, incident_id, delivery_id, expiresMs] = JSON.parse(
        Buffer.from(text, 'base64url').toString(),
      ) as [string, string, string, number];
      return expiresMs > nowMs ? { user_id, incident_id, delivery_id, expiresMs } : null;
    },
  };
}
