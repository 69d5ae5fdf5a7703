'use client';

import { useQuery } from '@tanstack/react-query';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { QueryProblem } from '#components/ui/query-problem.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useAction } from '#components/ui/use-action.ts';
import { removeRule } from '#lib/actions/ignore-rule.ts';
import type { IgnoreRuleRow } from '#lib/contract/ignore-rule.ts';
import { ruleRemovalQuery } from '#lib/contract/queries.ts';
import { removalText, scopeText } from './rule-words.ts';

interface Props {
  fabricId: string;
  rule: IgnoreRuleRow;
  onClose: () => void;
}

/** What counts again without a rule, before it is removed. */
export function RemoveRuleSheet({ fabricId, rule, onClose }: Props) {
  const { data, error, refetch } = useQuery(ruleRemovalQuery(fabricId, rule.id));
  const remove = useAction(removeRule, (removal) => `Rule ${rule.id} removed. ${removalText(removal)}`);
  const run = async () => {
    const result = await remove.run({ fabricId, ruleId: rule.id });
    if (result.ok) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Remove the rule"
      description={
        <>
          <Mono>{rule.path}</Mono> {scopeText(rule)}. Its record stays.
        </>
      }
    >
      {error !== null && <QueryProblem subject="What counts again" error={error} retry={refetch} />}
      {data === undefined && error === null && <Skeleton className="mx-3.5 mt-3 w-64 max-w-full" />}
      {data !== undefined && (
        <p role="status" className="wrap-anywhere px-3.5 pt-3">
          {removalText(data)}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2 p-3.5">
        <Button onClick={onClose}>Cancel</Button>
        <Button emphasis="danger" busy={remove.busy} onClick={() => void run()}>
          Remove the rule
        </Button>
      </div>
    </Dialog>
  );
}
