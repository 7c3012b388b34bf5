/** Miniprint, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const miniprint = defineKind({
  name: 'miniprint',
  title: 'Miniprint',
  when: [{ type: 'Miniprint' }],
  service: 'printer',
  events: [
    {
      when: { event: 'file_saved' },
      kind: 'file.uploaded',
      fields: { payload: '{file_name|job_text|message}' },
    },
    {
      when: { event: '*' },
      kind: 'payload.received',
      fields: { payload: '{command|request|message}', activity: '{event}' },
    },
  ],
});
