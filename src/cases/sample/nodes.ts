/** The nodes of the sample: one of each kind that people run. */
import type { ExposureSetting } from '../../core/exposure.ts';

export const sampleNodes = {
  ssh: { name: 'ssh-dmz-1', sensor: 'cowrie', exposure: 'internet', labels: ['site: Lyon', 'demo'] },
  web: { name: 'web-shop-2', sensor: 'beelzebub', exposure: 'internet', labels: ['site: Lyon', 'demo'] },
  nas: { name: 'nas-backup-3', sensor: 'opencanary', exposure: 'internal', labels: ['site: Köln', 'demo'] },
  laptop: { name: 'fin-laptop-07', sensor: null, exposure: 'internal', labels: ['site: Köln', 'demo'] },
} as const satisfies Record<
  string,
  { name: string; sensor: string | null; exposure: ExposureSetting; labels: readonly string[] }
>;
export type SampleNode = keyof typeof sampleNodes;
