/** The lines of a message of ours, with an attacker's words in them: breaks are ours, all else that hides is shown. */
import { HostileText } from './hostile-text.tsx';

export const MessageText = ({ text }: { text: string }) => (
  <div className="flex flex-col rounded-md border border-line bg-surface px-3 py-2 text-sm">
    {text.split('\n').map((line, at) => (
      // Lines have no identity but their place.
      <p key={`${at}-${line}`} className="min-h-[1.25em] wrap-anywhere">
        {line !== '' && <HostileText prose text={line} limit={2000} />}
      </p>
    ))}
  </div>
);
