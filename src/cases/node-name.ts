/**
 * How a node is named where a key cannot be sent: `<node id>@<its owner's id>`, which is no secret, and for hpfeeds a secret
 * of its own, computed from the installation's secret and the hash of the node's key. Whoever has the database alone
 * cannot compute it, and it changes with the key.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const purpose = 'secrets of hpfeeds';

interface Named {
  node_id: string;
  user_id: string;
}

export const nodeName = ({ node_id, user_id }: Named): string => `${node_id}@${user_id}`;

/** Null where the text is no name. */
export function parseNodeName(text: string): Named | null {
  const [, node_id, user_id] = /^([\w-]{1,100})@([\w-]{1,100})$/.exec(text) ?? [];
  return node_id === undefined || user_id === undefined ? null : { node_id, user_id };
}

/** 32 hex digits. */
export const hpfeedsSecretOf = (installationSecret: string, keyHash: string): string =>
  createHmac('sha256', createHmac('sha256', installationSecret).update(purpose).digest())
    .update(keyHash)
    .digest('hex')
    .slice(0, 32);

/** hpfeeds' proof of a secret: SHA-1 over the broker's nonce and the secret. */
export function isProof(proof: Uint8Array, nonce: Uint8Array, secret: string): boolean {
  const expected = createHash('sha1').update(nonce).update(secret).digest();
  return proof.length === expected.length && timingSafeEqual(proof, expected);
}
