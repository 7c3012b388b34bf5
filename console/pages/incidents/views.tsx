/** The inbox's tabs, each a state of the address. */
import { useAddress } from '../../data/address.ts';
import { incidentsTexts } from '../../texts/incidents.ts';
import { useTexts } from '../../texts/texts.ts';
import { toView, views } from './filter.ts';

export function Views() {
  const t = useTexts(incidentsTexts);
  const { search, set } = useAddress();
  const chosen = toView(search);
  return (
    <nav aria-label={t.viewsLabel} className="no-print flex gap-4 overflow-x-auto border-b border-line">
      {views.map((view) => (
        <button
          key={view}
          type="button"
          aria-current={view === chosen ? 'page' : undefined}
          onClick={() => set({ status: view === 'open' ? '' : view })}
          className={`-mb-px border-b-2 py-2 text-sm whitespace-nowrap pointer-coarse:py-3 ${view === chosen ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink'}`}
        >
          {t.views[view]}
        </button>
      ))}
    </nav>
  );
}
