import type { OriginCommit } from '../git-origin.ts';

/** Who works on the demo fabric. */
export const PEOPLE = {
  mara: { name: 'Mara Lindqvist', email: 'mara@harbor.example' },
  tomasz: { name: 'Tomasz Wrona', email: 'tomasz@harbor.example' },
  ines: { name: 'Ines Okafor', email: 'ines@harbor.example' },
} as const;

interface Chapter {
  by: keyof typeof PEOPLE;
  at: string;
  message: string;
  /** Beginnings of the paths that this commit brought. */
  adds?: string[];
  /** What it changed in files of earlier commits: the text now, and the text before. */
  edits?: { path: string; now: string; before: string }[];
}

/** How the repository came to be what it is, oldest first. */
const CHAPTERS: Chapter[] = [
  {
    by: 'tomasz',
    at: '2026-03-02T09:14:00Z',
    message:
      'Wiring of the harbor fabric, rack A\n\nAs cabled on Friday. Link addresses are left to the installer.',
    adds: [
      'README.md',
      'harbor/vlannamespaces/',
      'harbor/ipv4namespaces/',
      'harbor/switchgroups/',
      'harbor/switches/',
      'harbor/servers/rack-a',
      'harbor/connections/spine-1--fabric--',
      'harbor/connections/spine-2--fabric--',
      'harbor/connections/web-',
      'harbor/connections/build-',
    ],
  },
  {
    by: 'mara',
    at: '2026-03-04T15:41:00Z',
    message: 'web and build, with their hosts',
    adds: [
      'harbor/vpcs/web',
      'harbor/vpcs/build',
      'harbor/vpcattachments/web',
      'harbor/vpcattachments/build',
    ],
  },
  {
    by: 'tomasz',
    at: '2026-04-14T07:55:00Z',
    message: 'Rack B: databases, object store, management',
    adds: [
      'harbor/servers/rack-b',
      'harbor/connections/db-',
      'harbor/connections/store-',
      'harbor/connections/mgmt-',
      'harbor/vpcs/db',
      'harbor/vpcs/storage',
      'harbor/vpcs/mgmt',
      'harbor/vpcattachments/db',
      'harbor/vpcattachments/storage',
      'harbor/vpcattachments/backup',
      'harbor/vpcattachments/mgmt',
      'harbor/vpcpeerings/web--db',
    ],
  },
  {
    by: 'tomasz',
    at: '2026-05-19T21:03:00Z',
    message: 'leaf-3 after the fan failure: new chassis, new MAC',
    edits: [
      {
        path: 'harbor/switches/leaf-3.yaml',
        now: '# Replaced in May after the fan failure, see the ticket in the rack log.\n',
        before: '',
      },
      { path: 'harbor/switches/leaf-3.yaml', now: '0c:20:12:ff:01:03', before: '0c:20:12:fe:7a:31' },
    ],
  },
  {
    by: 'ines',
    at: '2026-06-23T10:20:00Z',
    message: 'Uplink to isp-a for the front of web',
    adds: [
      'harbor/connections/leaf-4--external',
      'harbor/externals/',
      'harbor/externalattachments/',
      'harbor/externalpeerings/',
    ],
  },
  {
    by: 'mara',
    at: '2026-08-11T12:32:00Z',
    message: 'Training nodes and their way to the object store',
    adds: [
      'harbor/connections/gpu-',
      'harbor/vpcs/gpu',
      'harbor/vpcattachments/gpu',
      'harbor/vpcpeerings/gpu--storage',
    ],
  },
  {
    by: 'ines',
    at: '2026-09-30T08:47:00Z',
    message: 'Gateway, and the mirror for the runners',
    adds: [
      'harbor/gateways/',
      'harbor/gatewaypeerings/',
      'harbor/connections/spine-1--gateway',
      'harbor/connections/spine-2--gateway',
    ],
  },
  {
    by: 'mara',
    at: '2026-10-20T16:05:00Z',
    message: 'web: keep the first addresses for the load balancers',
    edits: [
      {
        path: 'harbor/vpcs/web.yaml',
        now: '          start: 10.40.1.20 # below are the load balancers, fixed\n',
        before: '          start: 10.40.1.10\n',
      },
    ],
  },
  {
    by: 'ines',
    at: '2026-11-19T09:30:00Z',
    message: 'db: hosts must not reach each other\n\nFinding 14 of the audit.',
    edits: [
      {
        path: 'harbor/vpcs/db.yaml',
        now: "      restricted: true # hosts must not see each other's maintenance ports\n",
        before: '',
      },
    ],
  },
  {
    by: 'mara',
    at: '2026-11-23T14:12:00Z',
    message: 'Prepare analytics',
    adds: ['harbor/vpcs/analytics'],
  },
];

/**
 * The commits that end in exactly these files, told backwards: what a commit added is absent before it, what it edited had
 * its earlier text. @throws Error when a file belongs to no commit or an edit does not fit.
 */
export function writeHistory(files: ReadonlyMap<string, string>): OriginCommit[] {
  const texts = new Map(files);
  const commits = [...CHAPTERS].reverse().map((chapter): OriginCommit => {
    const changed: Record<string, string> = {};
    for (const { path, now, before } of chapter.edits ?? []) {
      const text = texts.get(path);
      if (text === undefined || !text.includes(now))
        throw new Error(`${path} does not contain ${JSON.stringify(now)}`);
      changed[path] ??= text;
      texts.set(path, text.replace(now, before));
    }
    for (const [path, text] of texts) {
      if (!chapter.adds?.some((start) => path.startsWith(start))) continue;
      changed[path] = text;
      texts.delete(path);
    }
    return { author: PEOPLE[chapter.by], at: new Date(chapter.at), message: chapter.message, files: changed };
  });
  const [homeless] = texts.keys();
  if (homeless !== undefined) throw new Error(`no commit of the demo's history adds ${homeless}`);
  return commits.reverse();
}
