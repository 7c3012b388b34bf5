/** All inputs. To add one, write a file and add a line here. */
import { datadog } from './datadog.ts';
import { gelf } from './gelf.ts';
import type { SensorInput } from './input.ts';
import { opencanary } from './opencanary.ts';
import { splunk } from './splunk.ts';

export const inputs: readonly SensorInput[] = [opencanary, splunk, datadog, gelf];
