'use client';

import { Moment } from '#components/time/moment.tsx';
import { Button } from '#components/ui/button.tsx';
import { CellLabel } from '#components/ui/cell-label.tsx';
import { classNames } from '#components/ui/class-names.ts';
import type { IgnoreRuleList, IgnoreRuleRow } from '#lib/contract/ignore-rule.ts';
import { hidesText, scopeText } from './rule-words.ts';

interface Props {
  rules: IgnoreRuleList;
  /** Null where the fabric is read-only. */
  onRemove: ((rule: IgnoreRuleRow) => void) | null;
}

const BOX = 'break-words px-2.5 py-2 align-top max-md:px-3.5 max-md:py-0.5';
const CELL = `${BOX} max-md:flex max-md:gap-2`;

/** What each rule covers, why, who answers for it, until when, and what it hides now. */
export function RuleTable({ rules, onRemove }: Props) {
  return (
    <table className="w-full border-collapse max-md:block">
      <caption className="sr-only">Ignore rules</caption>
      <thead className="max-md:sr-only">
        <tr className="text-left text-ink-2 text-sm [&>th]:px-2.5 [&>th]:py-1.5 [&>th]:font-normal">
          <th scope="col" className="w-[32%] pl-3.5!">
            Ignores
          </th>
          <th scope="col">Reason</th>
          <th scope="col" className="w-[13%]">
            Owner and since
          </th>
          <th scope="col" className="w-[13%]">
            Until
          </th>
          <th scope="col" className="w-[13%]">
            Hides now
          </th>
          <th scope="col" className="w-[92px]">
            <span className="sr-only">Remove</span>
          </th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {rules.map((rule) => (
          <Row key={rule.id} rule={rule} onRemove={onRemove} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ rule, onRemove }: { rule: IgnoreRuleRow; onRemove: Props['onRemove'] }) {
  const standing = rule.status === 'standing';
  const ended = rule.status === 'removed';
  return (
    <tr className={classNames('border-line border-t max-md:block max-md:py-2', !standing && 'text-ink-2')}>
      <th scope="row" className={classNames(BOX, 'pl-3.5! text-left font-normal max-md:block')}>
        <span className={classNames('wrap-anywhere font-mono text-sm', ended && 'line-through')}>
          {rule.path}
        </span>
        <span className="block text-ink-2 text-sm">{scopeText(rule)}</span>
      </th>
      <td className={CELL}>
        <CellLabel>Reason</CellLabel>
        <bdi className="wrap-anywhere min-w-0">{rule.reason}</bdi>
      </td>
      <td className={classNames(CELL, 'text-ink-2 text-sm')}>
        <CellLabel>Owner</CellLabel>
        <span>
          {rule.author}, <Moment at={rule.since} />
        </span>
      </td>
      <td className={classNames(CELL, 'text-ink-2 text-sm')}>
        <CellLabel>Until</CellLabel>
        <Until rule={rule} />
      </td>
      <td className={classNames(CELL, 'text-sm')}>
        <CellLabel>Hides</CellLabel>
        {standing ? (hidesText(rule.hides) ?? <span className="text-ink-2">nothing</span>) : '–'}
      </td>
      <td className={classNames(CELL, 'text-right')}>
        {!ended && onRemove !== null && (
          <Button
            emphasis="danger"
            onClick={() => onRemove(rule)}
            aria-label={`Remove the rule for ${rule.path}`}
          >
            Remove…
          </Button>
        )}
      </td>
    </tr>
  );
}

function Until({ rule }: { rule: IgnoreRuleRow }) {
  if (rule.status === 'removed' && rule.removedAt !== null) {
    return (
      <span>
        removed by {rule.removedBy}, <Moment at={rule.removedAt} />
      </span>
    );
  }
  if (rule.until === null) return <span>no end</span>;
  return (
    <span>
      {rule.status === 'expired' && 'expired '}
      <Moment at={rule.until} show={rule.status === 'expired' ? 'both' : 'time'} />
    </span>
  );
}
