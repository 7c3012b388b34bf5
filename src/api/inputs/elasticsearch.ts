/**
 * Elasticsearch's bulk call, as Fluent Bit, Vector and Logstash make it (a line that announces a document, then the
 * document; the answer has an entry for each, and one that was refused says so, and is not sent again). Its clients ask
 * first whether they speak to Elasticsearch.
 */
import { defineInput } from './input.ts';

const done = { index: { status: 201, result: 'created' } };
const refused = {
  index: { status: 400, error: { type: 'mapper_parsing_exception', reason: 'not a record of a sensor' } },
};

const base = '/ingest/elasticsearch';
const product = {
  name: 'decoyverse',
  cluster_name: 'decoyverse',
  version: { number: '7.17.29', build_flavor: 'default' },
  tagline: 'You Know, for Search',
};

export const elasticsearch = defineInput({
  name: 'elasticsearch',
  title: 'Elasticsearch',
  paths: ['/_bulk', `${base}/_bulk`, `${base}/:index/_bulk`],
  methods: ['POST', 'PUT'],
  questions: [
    { method: 'GET', path: base, answer: product },
    {
      method: 'GET',
      path: `${base}/_cluster/health`,
      answer: { cluster_name: 'decoyverse', status: 'green' },
    },
    { method: 'GET', path: `${base}/_ingest/pipeline/:id`, answer: { geoip: { processors: [] } } },
    { method: 'PUT', path: `${base}/_ingest/pipeline/:id`, answer: { acknowledged: true } },
    // An index; the parameter is named as on the path that ends with a key.
    { method: 'GET', path: `${base}/:key`, answer: {} },
    { method: 'PUT', path: `${base}/:index/_mapping`, answer: { acknowledged: true } },
  ],
  headers: { 'x-elastic-product': 'Elasticsearch' },
  answer: ({ accepted, duplicate, skipped, rejected }) => ({
    took: 1,
    errors: rejected > 0,
    items: [
      ...Array.from({ length: accepted + duplicate + skipped }, () => done),
      ...Array.from({ length: rejected }, () => refused),
    ],
  }),
});
