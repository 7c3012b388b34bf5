/** The address of a token: to copy, to open, and as a picture for a phone. */
import { ExternalLink } from 'lucide-react';
import { isLoopback } from '../data/token-address.ts';
import { partsTexts } from '../texts/parts.ts';
import { useTexts } from '../texts/texts.ts';
import { buttonClass } from './button.tsx';
import { CopyBox } from './copy.tsx';
import { QrCode } from './qr-code.tsx';

export function TokenAddress({ address }: { address: string }) {
  const t = useTexts(partsTexts).tokenAddress;
  return (
    <div className="flex flex-wrap items-start gap-4">
      <QrCode text={address} label={t.qr} />
      <div className="flex min-w-56 flex-1 flex-col gap-3">
        <CopyBox label={t.address} text={address} />
        <a
          href={address}
          target="_blank"
          rel="noreferrer noopener"
          className={buttonClass('plain', 'self-start')}
        >
          <ExternalLink size={15} aria-hidden />
          {t.open}
        </a>
        {isLoopback(address) && <p className="text-xs text-muted">{t.loopback}</p>}
      </div>
    </div>
  );
}
