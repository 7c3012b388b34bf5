/** p0f: it only describes a visitor's machine; other-sensor.ts makes it quiet. */
import { defineKind } from './kind.ts';

export const p0f = defineKind({ name: 'p0f', title: 'p0f', when: [{ type: 'P0f' }], service: 'p0f' });
