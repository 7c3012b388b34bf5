/** Elasticsearch's call for one document, as Cowrie's `output_elasticsearch` makes it. */
import { defineInput } from './input.ts';

export const elasticsearchDocument = defineInput({
  name: 'elasticsearch-document',
  title: 'an Elasticsearch document',
  paths: ['/ingest/elasticsearch/:index/_doc'],
  headers: { 'x-elastic-product': 'Elasticsearch' },
  answer: () => ({ _id: 'decoyverse', result: 'created' }),
});
