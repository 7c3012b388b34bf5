/** ADBHoney, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const adbhoney = defineKind({
  name: 'adbhoney',
  title: 'ADBHoney',
  when: [{ type: 'Adbhoney' }, { eventid: 'adbhoney.*' }],
  service: 'adb',
  events: [
    { when: { eventid: 'adbhoney.command.input' }, kind: 'command.run', fields: { payload: '{input}' } },
    {
      when: { eventid: 'adbhoney.session.file_upload' },
      kind: 'file.uploaded',
      fields: { payload: '{filename|outfile|shasum}' },
    },
    { when: { eventid: 'adbhoney.session.closed' }, kind: 'connection.closed', fields: {} },
    { when: { eventid: 'adbhoney.session.connect' }, kind: 'connection.opened', fields: {} },
  ],
});
