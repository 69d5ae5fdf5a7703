'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { FabricFrame } from '#components/fabric/fabric-frame.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { QueryProblem } from '#components/ui/query-problem.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import type { IgnoreRuleRow } from '#lib/contract/ignore-rule.ts';
import { rulesPath } from '#lib/contract/paths.ts';
import { rulesQuery } from '#lib/contract/queries.ts';
import { parseRuleScope } from '#lib/contract/rule-scope.ts';
import { RemoveRuleSheet } from './remove-rule-sheet.tsx';
import { RuleForm } from './rule-form.tsx';
import { RuleTable } from './rule-table.tsx';

const OPEN = { kind: null, namePattern: null, path: '', manager: null };

/** What a fabric chose not to count: the rules, what each hides, and a form that shows what another would hide. */
export function RulesPage({ fabricId, name }: { fabricId: string; name: string }) {
  return (
    <FabricFrame fabricId={fabricId} name={name} tab="rules">
      {(fabric) => <FabricRules fabric={fabric} />}
    </FabricFrame>
  );
}

function FabricRules({ fabric }: { fabric: FabricSummary }) {
  const given = parseRuleScope(useSearchParams());
  const [adding, setAdding] = useState(given.path !== '');
  const writable = fabric.status !== 'decommissioned';
  const close = () => {
    setAdding(false);
    // What the link filled in is done with: another rule begins empty.
    window.history.replaceState(null, '', rulesPath(fabric.name));
  };
  return (
    <>
      {writable && !adding && (
        <div className="mb-3 flex justify-end">
          <Button icon={Plus} onClick={() => setAdding(true)}>
            Ignore a difference…
          </Button>
        </div>
      )}
      {adding && writable && (
        <RuleForm fabric={fabric} scope={given.path === '' ? OPEN : given} onClose={close} />
      )}
      <Rules fabricId={fabric.id} name={fabric.name} writable={writable} />
    </>
  );
}

function Rules({ fabricId, name, writable }: { fabricId: string; name: string; writable: boolean }) {
  const { data: rules, error, isPending, refetch } = useQuery(rulesQuery(fabricId));
  const [removing, setRemoving] = useState<IgnoreRuleRow | null>(null);
  return (
    <Panel title="Ignore rules" note="A rule hides differences of fields, never that an object is missing.">
      {isPending && <Skeleton className="m-3.5 w-2/3" />}
      {error !== null && rules === undefined && (
        <QueryProblem subject={`The ignore rules of ${name}`} error={error} retry={refetch} />
      )}
      {rules?.length === 0 && (
        <EmptyState>Every difference counts in {name}: it has no ignore rules.</EmptyState>
      )}
      {rules !== undefined && rules.length > 0 && (
        <RuleTable rules={rules} onRemove={writable ? setRemoving : null} />
      )}
      {removing !== null && (
        <RemoveRuleSheet fabricId={fabricId} rule={removing} onClose={() => setRemoving(null)} />
      )}
    </Panel>
  );
}
