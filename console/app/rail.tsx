/** The pages, on the left. Pictures alone where the window is of middle width. */
import { useAddress } from '../data/address.ts';
import { Link } from '../parts/link.tsx';
import { useFormat } from '../texts/format.ts';
import { shellTexts } from '../texts/shell.ts';
import { useTexts } from '../texts/texts.ts';
import { Mark } from './mark.tsx';
import { type Page, pages, rootOf } from './routes.ts';

const unknown = (): null => null;

function Entry({ page, isWhole }: { page: Page; isWhole: boolean }) {
  const t = useTexts(shellTexts);
  const format = useFormat();
  const { pagePath } = useAddress();
  // The list of pages is constant, so the hook of an entry never changes.
  const useCount = page.useCount ?? unknown;
  const open = useCount();
  const isHere = rootOf(page) === pagePath;
  const Icon = page.icon;
  const name = t.pages[page.id];
  const text = isWhole ? '' : 'max-xl:sr-only';
  return (
    <li title={isWhole ? undefined : name}>
      <Link
        to={rootOf(page)}
        className={`relative flex h-8 items-center gap-3 rounded-md px-3 text-sm no-underline pointer-coarse:h-11 ${isHere ? 'bg-accent-soft font-medium text-ink' : 'text-muted hover:bg-sunk hover:text-ink'}`}
      >
        <Icon size={17} aria-hidden className={`shrink-0 ${isHere ? 'text-accent' : ''}`} />
        <span className={`flex-1 truncate ${text}`}>{name}</span>
        {open !== null && open.count > 0 && (
          <span
            className={`num rounded-sm bg-ink px-1.5 text-xs text-ground ${isWhole ? '' : 'max-xl:absolute max-xl:top-0 max-xl:right-0'}`}
          >
            {format.count(open.count)}
            {open.more && '+'}
          </span>
        )}
      </Link>
    </li>
  );
}

export function Rail({ isWhole = false }: { isWhole?: boolean }) {
  const t = useTexts(shellTexts);
  const sections = (['watch', 'set'] as const)
    .map((section) => pages.filter((page) => page.section === section))
    .filter((list) => list.length > 0);
  return (
    <nav
      aria-label={t.mainNavigation}
      className={`no-print flex shrink-0 flex-col gap-2 ${isWhole ? '' : 'w-16 overflow-y-auto border-r border-line bg-surface p-2 xl:w-52'}`}
    >
      {!isWhole && (
        <Link
          to="/"
          label="DecoyVerse"
          className="flex h-10 items-center gap-2.5 px-2.5 text-ink no-underline"
        >
          <Mark className="size-7 shrink-0" />
          <span className="text-base font-semibold tracking-tight max-xl:hidden">DecoyVerse</span>
        </Link>
      )}
      {sections.map((list, at) => (
        <ul key={list[0]?.section} className={`flex flex-col ${at > 0 ? 'border-t border-line pt-2' : ''}`}>
          {list.map((page) => (
            <Entry key={page.id} page={page} isWhole={isWhole} />
          ))}
        </ul>
      ))}
    </nav>
  );
}
