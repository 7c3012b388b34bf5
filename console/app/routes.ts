/** Every page of the console, in the order of the rail. A page is a folder in `pages/` and a line here. */
import { LayoutDashboard, Link2, type LucideIcon, Radio, Sparkles } from 'lucide-react';
import type { ComponentType } from 'react';
import type { shellTexts } from '../texts/shell.ts';

export interface Page {
  /** Its folder below `pages/`, and its name in `texts/shell.ts`. */
  id: keyof (typeof shellTexts)['en']['pages'];
  /** Below the console's root. `{-$id}` is the row that is open: `/events` and `/events/log-1` are one page. */
  path: string;
  icon: LucideIcon;
  /** `watch`: what happens; `set`: what people set up, below the line; `start`: not in the rail. */
  section: 'watch' | 'set' | 'start';
  /** The letter after `g`. */
  key?: string;
  /** A number beside its name, from a hook. */
  useCount?(): { count: number; more: boolean } | null;
  load(): Promise<{ default: ComponentType }>;
}

export const pages: readonly Page[] = [
  {
    id: 'overview',
    path: '/',
    icon: LayoutDashboard,
    section: 'watch',
    key: 'o',
    load: () => import('../pages/overview/index.tsx'),
  },
  {
    id: 'events',
    path: '/events/{-$id}',
    icon: Radio,
    section: 'watch',
    key: 'e',
    load: () => import('../pages/events/index.tsx'),
  },
  {
    id: 'tokens',
    path: '/tokens/{-$id}',
    icon: Link2,
    section: 'set',
    key: 't',
    load: () => import('../pages/tokens/index.tsx'),
  },
  {
    id: 'welcome',
    path: '/welcome',
    icon: Sparkles,
    section: 'start',
    load: () => import('../pages/welcome/index.tsx'),
  },
];

/** `/events/{-$id}` → `/events`. */
export const rootOf = ({ path }: Pick<Page, 'path'>): string => path.replace(/\/\{.*$/, '') || '/';
