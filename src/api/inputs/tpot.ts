/** A T-Pot's Logstash: lists of documents, gzip, Basic authentication; its thirty kinds of sensor are told apart by their fields. */
import { defineInput } from './input.ts';

export const tpot = defineInput({ name: 'tpot', title: 'T-Pot', methods: ['POST', 'PUT'] });
