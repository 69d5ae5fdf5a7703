'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useRef } from 'react';
import { SeverityMark } from '#components/drift/severity-mark.tsx';
import { useHotkeys } from '#components/layout/use-hotkeys.ts';
import { StateMark } from '#components/lifecycle/state-mark.tsx';
import { Checklist } from '#components/ui/checklist.tsx';
import { SearchField } from '#components/ui/search-field.tsx';
import type { FabricSummary } from '#lib/contract/fabric-summary.ts';
import { facetsQuery } from '#lib/contract/queries.ts';
import {
  EMPTY_FILTER,
  isUnfiltered,
  type ResourceFilter,
  type StateFilter,
} from '#lib/contract/resource-filter.ts';
import { RESOURCE_STATES, SEVERITIES, type Severity } from '#lib/domain/lifecycle/states.ts';
import type { TypedText } from './use-resource-filter.ts';

interface Props {
  fabric: FabricSummary;
  filter: ResourceFilter;
  onFilter: (part: Partial<ResourceFilter>) => void;
  text: TypedText;
}

const STATES: readonly StateFilter[] = [...RESOURCE_STATES, 'unread'];
const plain = (value: string) => ({ value, label: value });

/** What the table shows: by state, kind, severity, who wrote, whose draft, and text. */
export function ResourceFilters({ fabric, filter, onFilter, text }: Props) {
  const { data: facets } = useQuery(facetsQuery(fabric.id));
  const count = (state: StateFilter) => fabric.kinds.reduce((sum, { counts }) => sum + counts[state], 0);
  const { sort: _sort, descending: _descending, ...none } = EMPTY_FILTER;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <TextFilter {...text} />
      <Checklist
        label="State"
        options={STATES.map((state) => ({
          value: state,
          label: <StateMark state={state === 'unread' ? 'UNKNOWN' : state} />,
          count: count(state),
        }))}
        chosen={filter.states}
        onChange={(states) => onFilter({ states: states as StateFilter[] })}
      />
      <Checklist
        label="Kind"
        options={(facets?.kinds ?? []).map(({ kind, count: of }) => ({ ...plain(kind), count: of }))}
        chosen={filter.kinds}
        onChange={(kinds) => onFilter({ kinds })}
      />
      <Checklist
        label="Severity"
        options={SEVERITIES.filter((severity) => severity !== 'none')
          .toReversed()
          .map((severity) => ({ value: severity, label: <SeverityMark severity={severity} /> }))}
        chosen={filter.severities}
        onChange={(severities) => onFilter({ severities: severities as Severity[] })}
      />
      {(facets?.writers.length ?? 0) > 0 && (
        <Checklist
          label="Changed by"
          options={(facets?.writers ?? []).map(plain)}
          chosen={filter.writers}
          onChange={(writers) => onFilter({ writers })}
        />
      )}
      {(facets?.owners.length ?? 0) > 0 && (
        <Checklist
          label="Draft of"
          options={(facets?.owners ?? []).map(plain)}
          chosen={filter.owners}
          onChange={(owners) => onFilter({ owners })}
        />
      )}
      {!isUnfiltered(filter) && (
        <button
          type="button"
          onClick={() => onFilter(none)}
          className="inline-flex h-6 items-center gap-1 rounded-control px-1.5 text-ink-2 text-sm hover:text-ink max-md:h-9"
        >
          <X aria-hidden size={12} />
          Show all
        </button>
      )}
    </div>
  );
}

function TextFilter({ value, type }: TypedText) {
  const input = useRef<HTMLInputElement>(null);
  useHotkeys({ '/': () => input.current?.focus() });
  return (
    <SearchField
      ref={input}
      label="Name or kind"
      value={value}
      onChange={type}
      shortcut="/"
      className="w-[200px] max-md:w-full"
    />
  );
}
