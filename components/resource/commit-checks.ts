import type { ResourceDetail } from '#lib/contract/resource-detail.ts';

/** One thing that must hold before a draft can be committed. */
export interface CommitCheck {
  name: string;
  passed: boolean;
  text: string;
}

type Facts = Pick<ResourceDetail, 'draft' | 'desired' | 'git'>;

/** What stands between the draft as it is saved and a commit. */
export function commitChecks({ draft, desired, git }: Facts): CommitCheck[] {
  const differs = draft !== null && (draft.deletes || draft.text !== (desired?.text ?? null));
  return [
    {
      name: 'Differs',
      passed: differs,
      text: differs ? 'from the document in Git' : 'nothing is saved that differs from Git',
    },
    {
      name: 'Parses',
      passed: draft?.parses === true,
      text:
        draft === null
          ? 'there is no draft yet'
          : draft.parses
            ? 'as Kubernetes reads YAML'
            : 'it cannot be read; the lines are marked',
    },
    baseCheck({ draft, desired, git }),
    {
      name: 'Repository',
      passed: git.connection === 'connected',
      text:
        git.connection === 'connected' ? `${git.branch} was reached` : (git.error ?? 'it is not connected'),
    },
  ];
}

function baseCheck({ draft, git }: Facts): CommitCheck {
  const base = draft?.baseCommit ?? git.revision;
  const at = base === null ? 'it was read' : base.slice(0, 7);
  if (draft?.conflicted === true) {
    return { name: 'Base', passed: false, text: `the document changed in Git since ${at}` };
  }
  return { name: 'Base', passed: true, text: `the document has not changed since ${at}` };
}
