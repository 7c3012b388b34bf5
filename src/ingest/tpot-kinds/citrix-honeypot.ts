/** CitrixHoneypot, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const citrixHoneypot = defineKind({
  name: 'citrix-honeypot',
  title: 'CitrixHoneypot',
  when: [{ type: 'CitrixHoneypot' }],
  service: 'https',
});
