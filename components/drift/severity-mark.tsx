import { CircleQuestionMark } from 'lucide-react';
import { classNames } from '#components/ui/class-names.ts';
import { SEVERITIES, type Severity } from '#lib/domain/lifecycle/states.ts';

const WORDS: Record<Severity, string> = {
  none: 'None',
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
};

const BARS = ['h-[4px]', 'h-[6px]', 'h-[8px]', 'h-[10px]'];

/** Four rising bars and a word; what cannot be proven now is as unknown as a state. */
export function SeverityMark({ severity }: { severity: Severity | 'unknown' | null }) {
  if (severity === 'unknown')
    return (
      <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-sm text-unknown">
        <CircleQuestionMark aria-hidden size={13} strokeWidth={1.75} />
        Unknown
      </span>
    );
  if (severity === null || severity === 'none') return <span className="text-ink-3">–</span>;
  const level = SEVERITIES.indexOf(severity);
  const critical = severity === 'critical';
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap text-sm',
        critical && 'font-medium text-critical',
      )}
    >
      <span
        aria-hidden
        className={classNames('inline-flex items-end gap-px', critical ? 'text-critical' : 'text-drifted')}
      >
        {BARS.map((height, index) => (
          <span
            key={height}
            className={classNames(
              'w-[3px] rounded-[1px]',
              height,
              index < level ? 'bg-current' : 'bg-line-strong',
            )}
          />
        ))}
      </span>
      {WORDS[severity]}
    </span>
  );
}
