'use client';

import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Mono } from '#components/ui/mono.tsx';
import { useAction } from '#components/ui/use-action.ts';
import { removeRule } from '#lib/actions/ignore-rule.ts';
import type { IgnoreRuleRow } from '#lib/contract/ignore-rule.ts';
import { hidesText, scopeText } from './rule-words.ts';

interface Props {
  fabricId: string;
  rule: IgnoreRuleRow;
  onClose: () => void;
}

/** What counts again without a rule, before it is removed. */
export function RemoveRuleSheet({ fabricId, rule, onClose }: Props) {
  const remove = useAction(removeRule, () => `No longer ignoring ${rule.path}`);
  const hides = hidesText(rule.hides);
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
          <Mono>{rule.path}</Mono> {scopeText(rule)}.{' '}
          {hides === null ? 'It hides nothing now.' : `What it hides counts again at once: ${hides}.`} Its
          record stays.
        </>
      }
    >
      <div className="flex flex-wrap justify-end gap-2 p-3.5">
        <Button onClick={onClose}>Cancel</Button>
        <Button emphasis="danger" busy={remove.busy} onClick={() => void run()}>
          Remove the rule
        </Button>
      </div>
    </Dialog>
  );
}
