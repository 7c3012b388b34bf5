/**
 * Elasticsearch's bulk call, as Fluent Bit, Vector and Logstash make it: a line that announces a document, then the
 * document. The answer has an entry for each; one that was refused says so, and is not sent again.
 */
import { defineInput } from './input.ts';

const done = { index: { status: 201, result: 'created' } };
const refused = {
  index: { status: 400, error: { type: 'mapper_parsing_exception', reason: 'not a record of a sensor' } },
};

export const elasticsearch = defineInput({
  name: 'elasticsearch',
  title: 'Elasticsearch bulk',
  paths: ['/_bulk', '/ingest/elasticsearch/_bulk', '/ingest/elasticsearch/:index/_bulk'],
  methods: ['POST', 'PUT'],
  answer: ({ accepted, duplicate, skipped, rejected }) => ({
    took: 1,
    errors: rejected > 0,
    items: [
      ...Array.from({ length: accepted + duplicate + skipped }, () => done),
      ...Array.from({ length: rejected }, () => refused),
    ],
  }),
});
