/**
 * OpenCanary's webhook, with whatever template and method its owner chose, and its Slack and Teams handlers pointed here.
 * It opens a connection for each event, never retries, and does not serve its visitor until it is answered.
 */
import { defineInput } from './input.ts';

const adaptiveCard = 'application/vnd.microsoft.card.adaptive';

export const opencanary = defineInput({
  name: 'opencanary',
  title: 'OpenCanary',
  methods: ['POST', 'PUT', 'GET'],
  // Its Teams handler counts 202 alone as success.
  status: (body) => (Buffer.from(body.subarray(0, 300)).includes(adaptiveCard) ? 202 : 200),
});
