'use client';

import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { FIELD } from '#components/ui/field.ts';
import { Panel } from '#components/ui/panel.tsx';
import { useAction } from '#components/ui/use-action.ts';
import { addRule } from '#lib/actions/ignore-rule.ts';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import type { RuleScope } from '#lib/contract/ignore-rule.ts';
import { facetsQuery } from '#lib/contract/queries.ts';
import { LONGEST_IN_RULE, readRuleScope } from '#lib/domain/drift/rule-scope.ts';
import { RulePreview } from './rule-preview.tsx';
import { scopeText } from './rule-words.ts';
import { useDebounced } from './use-debounced.ts';

interface Props {
  fabric: FabricSummary;
  /** What the form begins with. */
  scope: RuleScope;
  onClose: () => void;
}

const ENDS: readonly { days: number | null; word: string }[] = [
  { days: 1, word: 'a day' },
  { days: 7, word: '7 days' },
  { days: 30, word: '30 days' },
  { days: 90, word: '90 days' },
  { days: 365, word: 'a year' },
  { days: null, word: 'ever: it has no end' },
];

/** Adds a rule, and shows beforehand what it would hide. */
export function RuleForm({ fabric, scope: given, onClose }: Props) {
  const [scope, setScope] = useState(given);
  const [reason, setReason] = useState('');
  const [days, setDays] = useState<number | null>(30);
  const shown = useDebounced(scope, 300);
  const add = useAction(addRule, () => `Ignoring ${scope.path} ${scopeText(scope)}`);
  const change = (part: Partial<RuleScope>) => setScope({ ...scope, ...part });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const result = await add.run({ fabricId: fabric.id, ...scope, reason, days });
    if (result.ok) onClose();
  };
  return (
    <Panel title="Ignore a difference" className="mb-4">
      <form onSubmit={(event) => void submit(event)} aria-label="Ignore a difference">
        <div className="grid gap-3 p-3.5 md:grid-cols-2 lg:grid-cols-4">
          <ScopeFields fabric={fabric} scope={scope} onChange={change} />
          <Labelled label="Reason" className="md:col-span-2 lg:col-span-3">
            <input
              required
              value={reason}
              maxLength={LONGEST_IN_RULE.reason}
              onChange={(event) => setReason(event.target.value)}
              placeholder="why this difference does not count"
              className={FIELD}
            />
          </Labelled>
          <Labelled label="For">
            <select
              value={days ?? ''}
              onChange={(event) => setDays(event.target.value === '' ? null : Number(event.target.value))}
              className={FIELD}
            >
              {ENDS.map((end) => (
                <option key={end.word} value={end.days ?? ''}>
                  {end.word}
                </option>
              ))}
            </select>
          </Labelled>
        </div>
        <div className="border-line border-t">
          {shown.path.trim() === '' ? (
            <p className="px-3.5 py-3 text-ink-2">
              Name a field below <span className="font-mono">spec</span>,{' '}
              <span className="font-mono">metadata.labels</span> or{' '}
              <span className="font-mono">metadata.annotations</span>; <span className="font-mono">*</span> is
              one key, <span className="font-mono">**</span> any number of them, and within a key any text:{' '}
              <span className="font-mono">spec.subnets.web-*.vlan</span>. What stands in quotes is meant
              literally. A rule has an end that is at most a year away, or none. What it would hide is shown
              here before it is added.
            </p>
          ) : (
            <RulePreview fabricId={fabric.id} fabric={fabric.name} scope={shown} />
          )}
        </div>
        <div className="flex flex-wrap justify-end gap-2 border-line border-t p-3.5">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            emphasis="primary"
            busy={add.busy}
            disabled={readRuleScope(scope).problem !== null || reason.trim() === ''}
          >
            Add the rule
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Labelled({
  label,
  className = '',
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is its child.
    <label className={`block text-ink-2 text-sm ${className}`}>
      {label}
      {children}
    </label>
  );
}

interface ScopeProps {
  fabric: FabricSummary;
  scope: RuleScope;
  onChange: (part: Partial<RuleScope>) => void;
}

const TEXT = { autoComplete: 'off', spellCheck: false, className: `${FIELD} font-mono` };

function ScopeFields({ fabric, scope, onChange }: ScopeProps) {
  const { data: facets } = useQuery(facetsQuery(fabric.id));
  const kinds = new Set([
    ...fabric.kinds.map(({ kind }) => kind),
    ...(scope.kind === null ? [] : [scope.kind]),
  ]);
  return (
    <>
      <Labelled label="Path" className="md:col-span-2 lg:col-span-1">
        <input
          {...TEXT}
          required
          maxLength={LONGEST_IN_RULE.path}
          value={scope.path}
          onChange={(event) => onChange({ path: event.target.value })}
          placeholder="spec.subnets.*.vlan"
        />
      </Labelled>
      <Labelled label="Kind">
        <select
          value={scope.kind ?? ''}
          onChange={(event) => onChange({ kind: event.target.value || null })}
          className={FIELD}
        >
          <option value="">every kind</option>
          {[...kinds].sort().map((kind) => (
            <option key={kind}>{kind}</option>
          ))}
        </select>
      </Labelled>
      <Labelled label="Name">
        <input
          {...TEXT}
          maxLength={LONGEST_IN_RULE.namePattern}
          value={scope.namePattern ?? ''}
          onChange={(event) => onChange({ namePattern: event.target.value || null })}
          placeholder="every name, or leaf-*"
        />
      </Labelled>
      <Labelled label="Written by">
        <input
          {...TEXT}
          list="rule-writers"
          maxLength={LONGEST_IN_RULE.manager}
          value={scope.manager ?? ''}
          onChange={(event) => onChange({ manager: event.target.value || null })}
          placeholder="whoever"
        />
        <datalist id="rule-writers">
          {facets?.writers.map((writer) => (
            <option key={writer} value={writer} />
          ))}
        </datalist>
      </Labelled>
    </>
  );
}
