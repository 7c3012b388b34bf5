/** SentryPeer, as a T-Pot sends it. */
import { defineKind } from './kind.ts';

export const sentrypeer = defineKind({
  name: 'sentrypeer',
  title: 'SentryPeer',
  when: [{ type: 'Sentrypeer' }, { sip_method: '*', called_number: '*' }],
  service: 'sip',
  events: [
    {
      when: { sip_message: '*' },
      kind: 'payload.received',
      fields: {
        timestamp: '{timestamp|event_timestamp|@timestamp}',
        source_ip: '{src_ip|source_ip}',
        payload: '{sip_message}',
        activity: 'SIP {sip_method}',
      },
    },
  ],
});
