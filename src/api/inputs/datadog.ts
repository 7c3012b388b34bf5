/** Datadog's log intake, as Cowrie's `output_datadog` speaks it: a list whose `message` is the record as text. */
import { defineInput } from './input.ts';

export const datadog = defineInput({
  name: 'datadog',
  title: 'Datadog logs',
  paths: ['/api/v2/logs', '/v1/input'],
  answer: () => ({}),
});
