/** Mailoney, as a T-Pot sends it. */
import { defineKind, login } from './kind.ts';

export const mailoney = defineKind({
  name: 'mailoney',
  title: 'Mailoney',
  when: [{ type: 'Mailoney' }],
  service: 'smtp',
  events: [
    { when: { password: '*' }, kind: 'login.failed', fields: login },
    { when: { data: '*' }, kind: 'payload.received', fields: { payload: '{data}' } },
  ],
});
