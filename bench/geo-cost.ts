/** One fresh process that opens the places and looks some up; prints what that cost as JSON. `node geo-cost.ts 4|6 COUNT` */
import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openPlaces } from '../src/geo/places.ts';
import { createRandom } from './events.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const settledRss = async (): Promise<number> => {
  for (let turn = 0; turn < 3; turn += 1) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return process.memoryUsage.rss();
};

const [families = '4', count = '100000'] = process.argv.slice(2);
const random = createRandom(7);
const byte = (): number => Math.floor(random() * 256);
const hex = (): string => (byte() * 256 + byte()).toString(16);
const make = {
  '4': () => `${1 + Math.floor(random() * 223)}.${byte()}.${byte()}.${byte()}`,
  '6': () =>
    `2${(byte() >> 4).toString(16)}${byte().toString(16).padStart(2, '0')}:${hex()}:${hex()}::${hex()}`,
};
// What every process of the server has loaded is not a cost of the places.
createHash('sha256').update('').digest('hex');
const rssBefore = await settledRss();
const places = await openPlaces();
/** Milliseconds of CPU and of the clock until the first answer of the last family named: what its half of the data takes. */
let cpuMs = 0;
let firstMs = 0;
for (const family of families) {
  const [cpu, clock] = [process.cpuUsage(), performance.now()];
  places.find(family === '4' ? '8.8.8.8' : '2a00:1450:4001:800::200e');
  const { user, system } = process.cpuUsage(cpu);
  cpuMs = (user + system) / 1000;
  firstMs = performance.now() - clock;
}
const rssGrown = (await settledRss()) - rssBefore;
const addresses = Array.from({ length: Number(count) }, (_, n) =>
  make[families[n % families.length] as '4' | '6'](),
);
// CPU time, so that a busy machine says the same as an idle one.
const perSecond = [0, 1, 2, 3, 4].map(() => {
  const from = process.cpuUsage();
  for (const address of addresses) places.find(address);
  const used = process.cpuUsage(from);
  return (addresses.length / (used.user + used.system)) * 1_000_000;
});
places.close();
process.stdout.write(
  JSON.stringify({
    firstMs,
    cpuMs,
    rssGrown,
    perSecond: perSecond.sort((a, b) => a - b)[2],
  }),
);
