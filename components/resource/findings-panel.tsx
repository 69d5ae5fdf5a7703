import { TriangleAlert } from 'lucide-react';
import { Panel } from '#components/ui/panel.tsx';
import type { ResourceDetail } from '#lib/contract/resource-detail.ts';

/** What is wrong with the file that declares it. */
export function FindingsPanel({ detail: { findings, desired } }: { detail: ResourceDetail }) {
  const stale = desired?.stale ?? null;
  if (findings.length === 0 && stale === null) return null;
  return (
    <Panel title="In the file" note="for its author">
      <ul>
        {stale !== null && (
          <Finding
            message={
              stale === 'ambiguous'
                ? 'Two documents in Git claim this name. What is shown is the last that was unambiguous.'
                : 'Its file in Git cannot be read. What is shown is the last that could.'
            }
            place={null}
            code={stale}
          />
        )}
        {findings.map(({ code, message, path, line }) => (
          <Finding
            key={`${code}${path}${line}${message}`}
            message={message}
            place={path === null ? null : `${path}${line === null ? '' : `:${line}`}`}
            code={code}
          />
        ))}
      </ul>
    </Panel>
  );
}

function Finding({ message, place, code }: { message: string; place: string | null; code: string }) {
  return (
    <li className="flex items-start gap-2.5 border-line border-t px-3.5 py-2 first:border-t-0">
      <TriangleAlert aria-hidden size={14} className="mt-0.5 shrink-0 text-pending" />
      <div className="min-w-0 break-words">
        <p>{message}</p>
        <p className="text-ink-2 text-sm">
          {place !== null && <span className="font-mono">{place} · </span>}
          {code.replaceAll('_', ' ')}
        </p>
      </div>
    </li>
  );
}
