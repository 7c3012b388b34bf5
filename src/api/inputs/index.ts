/** All inputs. To add one, write a file and add a line here. */
import { beelzebub } from './beelzebub.ts';
import { canarytokens } from './canarytokens.ts';
import { datadog } from './datadog.ts';
import { dionaea } from './dionaea.ts';
import { elasticsearch } from './elasticsearch.ts';
import { elasticsearchDocument } from './elasticsearch-document.ts';
import { gelf } from './gelf.ts';
import type { SensorInput } from './input.ts';
import { json } from './json.ts';
import { opencanary } from './opencanary.ts';
import { splunk } from './splunk.ts';
import { thinkstCanary } from './thinkst-canary.ts';
import { tpot } from './tpot.ts';

export const inputs: readonly SensorInput[] = [
  opencanary,
  splunk,
  datadog,
  gelf,
  elasticsearch,
  elasticsearchDocument,
  dionaea,
  tpot,
  beelzebub,
  canarytokens,
  thinkstCanary,
  json,
];
