/**
 * Any sensor's JSON, from whatever ships it (Vector, Fluent Bit, Logstash, rsyslog, curl): sensors are told apart by their
 * fields, and one that is not known is kept as what it is.
 */
import { defineInput } from './input.ts';

export const json = defineInput({ name: 'json', title: 'any sensor', methods: ['POST', 'PUT'] });
