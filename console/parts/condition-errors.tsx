/** What the server says of parts of a form that have no field of their own. */
import { ApiError } from '../data/client.ts';

/** `shown`: names of fields, or beginnings of names, that stand at their own field. */
export function ConditionErrors({
  error,
  shown = ['name', 'note', 'expires_at'],
}: {
  error: unknown;
  shown?: readonly string[];
}) {
  if (!(error instanceof ApiError)) return null;
  const rest = error.errors.filter(({ field }) => !shown.some((name) => field.startsWith(name)));
  if (rest.length === 0) return null;
  return (
    <ul role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-sm text-bad wrap-anywhere">
      {rest.map(({ field, message }) => (
        <li key={`${field}${message}`}>
          {field.replace(/^condition\./, '')} {message}
        </li>
      ))}
    </ul>
  );
}
