/** What the console costs with a long history: its pages' data, their first paint, a long list, and a lively hour. */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import packed from '@sparticuz/chromium';
import { type CDPSession, chromium, type Page } from 'playwright-core';
import { buildConsole } from '../console/build.js';
import { parseNativeEvent } from '../src/ingest/native.ts';
import { buildConsoleData, eventOf, openOn, post, signIn } from './console-data.ts';
import { type Bench, type Line, main, type Report, whole } from './report.ts';

const paths = [
  '/',
  '/incidents',
  '/alerts',
  '/attackers',
  '/sessions',
  '/events',
  '/observables',
  '/techniques',
  '/vulnerabilities',
  '/places',
  '/nodes',
];
const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

interface Look {
  /** Until the browser drew something. */
  paintMs: number;
  /** The slowest answer of the API, from the request to its last byte, and which. */
  dataMs: number;
  slowest: string;
  scriptBytes: number;
}

/** Asked in the page: what the browser itself measured. */
const lookInPage = `(() => {
  const resources = performance.getEntriesByType('resource');
  const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1;
  const api = resources.filter(({ name }) => /\\/(api|nodes|auth)\\b/.test(new URL(name).pathname) && !name.includes('/api/live') && !name.includes('/console/'));
  const times = api.map(({ name, requestStart, responseEnd }) => ({ name: new URL(name).pathname, ms: responseEnd - requestStart }));
  times.sort((a, b) => b.ms - a.ms);
  const scripts = resources.filter(({ name }) => name.endsWith('.js')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
  return { paintMs: paint, dataMs: times[0]?.ms ?? 0, slowest: times[0]?.name ?? '', scriptBytes: scripts };
})()`;

/** Frames while the list is scrolled as fast as a wheel goes: the longest, and how many there were. */
const scrollInPage = `new Promise((resolve) => {
  const grid = document.querySelector('[role=grid]');
  let last = performance.now(), longest = 0, frames = 0;
  const endMs = last + 10000;
  const step = (now) => {
    longest = Math.max(longest, now - last);
    last = now;
    frames++;
    grid.scrollTop += 400;
    if (now < endMs) requestAnimationFrame(step);
    else resolve({ longest, frames, atPx: grid.scrollTop });
  };
  requestAnimationFrame(step);
})`;

async function settle(page: Page): Promise<void> {
  await page.waitForSelector('main h1');
  await page.locator('main .skeleton, main [aria-busy=true]').first().waitFor({ state: 'detached' });
}

/** Seconds of processor time that the tab's main thread took so far. */
async function workOf(line: CDPSession): Promise<number> {
  const { metrics } = await line.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}
async function heapOf(line: CDPSession): Promise<number> {
  await line.send('HeapProfiler.collectGarbage');
  const { metrics } = await line.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 2 ** 20;
}

async function run(options: Record<string, string>): Promise<Report> {
  const numberOf = (name: string): number => Number(options[name]);
  const [events, attackers, incidents] = [numberOf('events'), numberOf('attackers'), numberOf('incidents')];
  const [rate, seconds] = [numberOf('rate'), numberOf('seconds')];
  const sizes = { events, attackers, incidents };
  const folder = await buildConsoleData(sizes);
  await buildConsole({ onlyIfStale: true });
  const server = await openOn(folder);
  const browser = await chromium.launch({
    executablePath: installed ?? (await packed.executablePath()),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
  });
  const lines: Line[] = [];
  try {
    const { access_token, user } = await signIn(server);
    const headers = { authorization: `Bearer ${access_token}` };
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-US',
    });
    await context.addInitScript(
      `sessionStorage.setItem('decoyverse.token', ${JSON.stringify(access_token)});`,
    );
    for (const path of paths) {
      process.stderr.write(`looking at ${path}\n`);
      const page = await context.newPage();
      await page.goto(`${server.address}/console${path}`);
      await settle(page);
      const look = (await page.evaluate(lookInPage)) as Look;
      lines.push({
        what: `${path}: slowest answer (${look.slowest})`,
        value: `${look.dataMs.toFixed(0)} ms`,
        must: '< 100 ms',
        holds: look.dataMs < 100,
      });
      lines.push({
        what: `${path}: first paint`,
        value: `${look.paintMs.toFixed(0)} ms`,
        must: '< 1,000 ms',
        holds: look.paintMs >= 0 && look.paintMs < 1000,
      });
      await page.close();
    }

    process.stderr.write('scrolling for 10 s\n');
    const list = await context.newPage();
    await list.goto(`${server.address}/console/attackers`);
    await settle(list);
    const { longest, frames, atPx } = (await list.evaluate(scrollInPage)) as {
      longest: number;
      frames: number;
      atPx: number;
    };
    lines.push({
      what: `scrolling ${whole(attackers)} attackers for 10 s (${whole(frames)} frames, ${whole(atPx / 34)} rows): longest frame`,
      value: `${longest.toFixed(0)} ms`,
      must: '≤ 50 ms',
      holds: longest <= 50,
    });
    await list.close();

    const { node_id } = await post<{ node_id: string }>(
      server,
      '/nodes',
      { name: `live ${Date.now()}` },
      headers,
    );
    process.stderr.write(`sending ${whole(rate)} events/s for ${whole(seconds)} s\n`);
    const live = await context.newPage();
    await live.goto(`${server.address}/console/events`);
    await settle(live);
    const line = await context.newCDPSession(live);
    await line.send('Performance.enable', { timeDomain: 'threadTicks' });
    await line.send('HeapProfiler.enable');
    const [heapBefore, workBefore, startedMs] = [await heapOf(line), await workOf(line), performance.now()];
    let sent = 0;
    while (performance.now() - startedMs < seconds * 1000) {
      const due = Math.floor(((performance.now() - startedMs) / 1000) * rate) - sent;
      if (due > 0) {
        const drafts = Array.from({ length: due }, (_, n) =>
          parseNativeEvent(eventOf(attackers + sent + n, sizes, Date.now())),
        );
        await server.pipeline.accept({ user_id: user.id, node_id }, drafts);
        sent += due;
      }
      await sleep(50);
    }
    const took = (performance.now() - startedMs) / 1000;
    const share = (await workOf(line)) - workBefore;
    const heapAfter = await heapOf(line);
    lines.push({
      what: `${whole(sent / took)} live events/s for ${seconds} s: work of the tab`,
      value: `${((share / took) * 100).toFixed(1)} % of a core`,
      must: '< 20 %',
      holds: share / took < 0.2,
    });
    lines.push({
      what: 'memory of the tab before and after',
      value: `${heapBefore.toFixed(1)} → ${heapAfter.toFixed(1)} MB`,
    });
  } finally {
    await browser.close();
    await server.close();
  }
  return {
    title: 'Console',
    how: `${whole(events)} events of ${whole(attackers)} attackers with ${whole(incidents)} incidents in one account; every page in a headless Chromium at 1,440 × 900, its first visit in a tab of its own.`,
    lines,
  };
}

export const bench: Bench = {
  title: 'The console with a long history',
  help: 'Fills a database once (kept in .cache/bench) and opens every page on it. `--seconds 3600` says whether memory stays flat over an hour.',
  options: { events: '1000000', attackers: '100000', incidents: '10000', rate: '500', seconds: '30' },
  run,
};

if (import.meta.main) await main(bench);
