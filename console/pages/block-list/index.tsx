/** The block list in four parts, each with an address of its own: `?part=never`. */
import { Plus } from 'lucide-react';
import { useAddress } from '../../data/address.ts';
import { Button } from '../../parts/button.tsx';
import { Link } from '../../parts/link.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { blockListTexts } from '../../texts/block-list.ts';
import { shellTexts } from '../../texts/shell.ts';
import { useTexts } from '../../texts/texts.ts';
import { AddBlock } from './add-block.tsx';
import { Entries } from './entries.tsx';
import { Feeds } from './feeds.tsx';
import { BlockRules } from './rules.tsx';

const parts = ['list', 'never', 'rule', 'feeds'] as const;

export default function BlockListPage() {
  const t = useTexts(blockListTexts);
  const { pages } = useTexts(shellTexts);
  const { search, set } = useAddress();
  const part = parts.find((one) => one === search.part) ?? 'list';
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <PageHead title={pages['block-list']} lead={t.lead}>
        <Button look="primary" onPress={() => set({ new: '1' })}>
          <Plus size={15} aria-hidden />
          {t.add}
        </Button>
      </PageHead>
      <nav aria-label={t.views} className="no-print flex gap-4 overflow-x-auto border-b border-line">
        {parts.map((one) => (
          <Link
            key={one}
            to="/block-list"
            search={{ part: one === 'list' ? '' : one }}
            className={`-mb-px border-b-2 py-2 text-sm whitespace-nowrap no-underline ${one === part ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink'}`}
          >
            <span aria-current={one === part ? 'true' : undefined}>{t.tabs[one]}</span>
          </Link>
        ))}
      </nav>
      {part === 'list' && <Entries />}
      {(part === 'never' || part === 'rule') && <BlockRules part={part} />}
      {part === 'feeds' && <Feeds />}
      {search.new !== undefined && (
        <AddBlock
          address={search.new === '1' ? '' : search.new}
          onClose={() => set({ new: '' }, { replace: true })}
        />
      )}
    </div>
  );
}
