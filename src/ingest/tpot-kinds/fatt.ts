/** FATT: it only describes a visitor's machine; other-sensor.ts makes it quiet. */
import { defineKind } from './kind.ts';

export const fatt = defineKind({ name: 'fatt', title: 'FATT', when: [{ type: 'Fatt' }], service: 'fatt' });
