/** Every page of the console, in the order of the rail. A page is a folder in `pages/` and a line here. */
import {
  BellDot,
  BellOff,
  BellRing,
  Boxes,
  Bug,
  Contact,
  FileSearch,
  Fingerprint,
  Globe,
  Grid3x3,
  KeyRound,
  LayoutDashboard,
  Link2,
  type LucideIcon,
  Newspaper,
  Radio,
  ScanSearch,
  ScrollText,
  Send,
  Server,
  Settings,
  ShieldBan,
  Siren,
  Sparkles,
  SquareTerminal,
  TriangleAlert,
  UserSearch,
  Waypoints,
} from 'lucide-react';
import type { ComponentType } from 'react';
import { useOpenIncidentCount } from '../data/queries.ts';
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
    id: 'incidents',
    path: '/incidents/{-$id}',
    icon: Siren,
    section: 'watch',
    key: 'i',
    useCount: useOpenIncidentCount,
    load: () => import('../pages/incidents/index.tsx'),
  },
  {
    id: 'alerts',
    path: '/alerts/{-$id}',
    icon: BellDot,
    section: 'watch',
    load: () => import('../pages/alerts/index.tsx'),
  },
  {
    id: 'attackers',
    path: '/attackers/{-$id}',
    icon: UserSearch,
    section: 'watch',
    key: 'a',
    load: () => import('../pages/attackers/index.tsx'),
  },
  {
    id: 'sessions',
    path: '/sessions/{-$id}',
    icon: SquareTerminal,
    section: 'watch',
    key: 's',
    load: () => import('../pages/sessions/index.tsx'),
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
    id: 'observables',
    path: '/observables/{-$id}',
    icon: Fingerprint,
    section: 'watch',
    load: () => import('../pages/observables/index.tsx'),
  },
  {
    id: 'vulnerabilities',
    path: '/vulnerabilities/{-$id}',
    icon: Bug,
    section: 'watch',
    key: 'v',
    load: () => import('../pages/vulnerabilities/index.tsx'),
  },
  {
    id: 'techniques',
    path: '/techniques',
    icon: Grid3x3,
    section: 'watch',
    load: () => import('../pages/techniques/index.tsx'),
  },
  {
    id: 'places',
    path: '/places',
    icon: Globe,
    section: 'watch',
    key: 'p',
    load: () => import('../pages/places/index.tsx'),
  },
  {
    id: 'nodes',
    path: '/nodes/{-$id}',
    icon: Server,
    section: 'watch',
    key: 'n',
    load: () => import('../pages/nodes/index.tsx'),
  },
  {
    id: 'ingest-problems',
    path: '/ingest-problems/{-$id}',
    icon: TriangleAlert,
    section: 'watch',
    load: () => import('../pages/ingest-problems/index.tsx'),
  },
  {
    id: 'decoys',
    path: '/decoys/{-$id}',
    icon: FileSearch,
    section: 'watch',
    key: 'd',
    load: () => import('../pages/decoys/index.tsx'),
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
    id: 'groups',
    path: '/groups/{-$id}',
    icon: Boxes,
    section: 'set',
    load: () => import('../pages/groups/index.tsx'),
  },
  {
    id: 'mappings',
    path: '/mappings/{-$id}',
    icon: Waypoints,
    section: 'set',
    load: () => import('../pages/mappings/index.tsx'),
  },
  {
    id: 'channels',
    path: '/channels/{-$id}',
    icon: BellRing,
    section: 'set',
    key: 'c',
    load: () => import('../pages/channels/index.tsx'),
  },
  {
    id: 'deliveries',
    path: '/deliveries/{-$id}',
    icon: Send,
    section: 'set',
    load: () => import('../pages/deliveries/index.tsx'),
  },
  {
    id: 'digests',
    path: '/digests/{-$id}',
    icon: Newspaper,
    section: 'set',
    load: () => import('../pages/digests/index.tsx'),
  },
  {
    id: 'suppressions',
    path: '/suppressions/{-$id}',
    icon: BellOff,
    section: 'set',
    load: () => import('../pages/suppressions/index.tsx'),
  },
  {
    id: 'known-scanners',
    path: '/known-scanners/{-$id}',
    icon: ScanSearch,
    section: 'set',
    key: 'k',
    load: () => import('../pages/known-scanners/index.tsx'),
  },
  {
    id: 'block-list',
    path: '/block-list/{-$id}',
    icon: ShieldBan,
    section: 'set',
    key: 'b',
    load: () => import('../pages/block-list/index.tsx'),
  },
  {
    id: 'assets',
    // Not `/assets`: the console's own built files lie there.
    path: '/asset-files/{-$id}',
    icon: Contact,
    section: 'set',
    load: () => import('../pages/assets/index.tsx'),
  },
  {
    id: 'api-keys',
    path: '/api-keys/{-$id}',
    icon: KeyRound,
    section: 'set',
    load: () => import('../pages/api-keys/index.tsx'),
  },
  {
    id: 'audit',
    path: '/audit/{-$id}',
    icon: ScrollText,
    section: 'set',
    load: () => import('../pages/audit/index.tsx'),
  },
  {
    id: 'settings',
    path: '/settings',
    icon: Settings,
    section: 'set',
    load: () => import('../pages/settings/index.tsx'),
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
