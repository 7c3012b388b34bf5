/**
 * OpenCanary's webhook, with whatever template and method its owner chose, and its Slack and Teams handlers pointed here.
 * It opens a connection for each event, never retries, and does not serve its visitor until it is answered.
 */
import { defineInput } from './input.ts';

export const opencanary = defineInput({
  name: 'opencanary',
  title: 'OpenCanary',
  methods: ['POST', 'PUT', 'GET'],
});
