/** Techniques by name, each a way to its page at MITRE. */
import { techniqueName, techniqueUrl } from '../texts/techniques.ts';

export const Techniques = ({ ids }: { ids: readonly string[] }) => (
  <ul className="flex flex-col gap-1">
    {ids.map((id) => {
      const url = techniqueUrl(id);
      const name = techniqueName(id);
      const words = (
        <>
          <span className="font-mono text-xs">{id}</span>
          {name !== null && ` ${name}`}
        </>
      );
      return (
        <li key={id} className="text-sm">
          {url === null ? (
            words
          ) : (
            <a
              href={url}
              target="_blank"
              rel="noreferrer"
              className="text-accent underline decoration-edge underline-offset-2 pointer-coarse:inline-block pointer-coarse:py-1.5"
            >
              {words}
            </a>
          )}
        </li>
      );
    })}
  </ul>
);
