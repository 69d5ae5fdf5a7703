import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import type { PEOPLE } from './history.ts';

interface Subject {
  /** What happens, in one sentence. */
  about: string;
  apiVersion: string;
  kind: string;
  name: string;
}

/** What the sandbox does to its own cluster. */
export type ClusterStep = Subject &
  (
    | { do: 'edit'; manager: string; patch: JsonObject }
    | { do: 'create'; manager: string; spec: JsonObject }
    | { do: 'delete' }
  );

/** What somebody does in the dashboard; the caller performs it through the dashboard's own services. */
export interface DashboardStep extends Subject {
  do: 'draft' | 'commit';
  by: keyof typeof PEOPLE;
  /** The file of the resource in the repository; it holds this one document. */
  path: string;
  /** The change of the file's text: this part becomes that. */
  replace: { this: string; by: string };
  /** For a commit. */
  message?: string;
}

export type DayStep = ClusterStep | DashboardStep;

const VPC_API = 'vpc.githedgehog.com/v1beta1';
const WIRING_API = 'wiring.githedgehog.com/v1beta1';

/** A day in the fabric, after which a resource stands in every state. */
export const SANDBOX_DAY: DayStep[] = [
  {
    do: 'edit',
    about: 'At night somebody gives leaf-2 another ASN by hand: drift, critical although it is one field.',
    apiVersion: WIRING_API,
    kind: 'Switch',
    name: 'leaf-2',
    manager: 'kubectl-edit',
    patch: { spec: { asn: 65199 } },
  },
  {
    do: 'edit',
    about: 'While restoring a backup, somebody opens the isolated subnet and forgets it.',
    apiVersion: VPC_API,
    kind: 'VPC',
    name: 'storage',
    manager: 'kubectl-patch',
    patch: { spec: { subnets: { backup: { isolated: false } } } },
  },
  {
    do: 'create',
    about: 'A laboratory network is made with the command-line tool, past Git: an orphan.',
    apiVersion: VPC_API,
    kind: 'VPC',
    name: 'lab-7',
    manager: 'hhfctl',
    spec: { subnets: { default: { subnet: '10.40.70.0/24', vlan: 1070, dhcp: { enable: true } } } },
  },
  {
    do: 'create',
    about: 'And a host is attached to it.',
    apiVersion: VPC_API,
    kind: 'VPCAttachment',
    name: 'lab-7--gpu-2',
    manager: 'hhfctl',
    spec: { connection: 'gpu-2--unbundled--leaf-2', subnet: 'lab-7/default' },
  },
  {
    do: 'delete',
    about: 'During an incident the peering of web and db is deleted in the cluster: Git still wants it.',
    apiVersion: VPC_API,
    kind: 'VPCPeering',
    name: 'web--db',
  },
  {
    do: 'draft',
    by: 'mara',
    about: 'Mara is writing a second subnet for the caches of the runners.',
    apiVersion: VPC_API,
    kind: 'VPC',
    name: 'build',
    path: 'harbor/vpcs/build.yaml',
    replace: {
      this: '          interfaceMTU: 1500\n',
      by: '          interfaceMTU: 1500\n    cache:\n      subnet: 10.40.41.0/24\n      vlan: 1041 # next to the runners\n',
    },
  },
  {
    do: 'commit',
    by: 'ines',
    about:
      'Ines lengthens the leases of the management network; her commit is waiting for the next Git sync.',
    apiVersion: VPC_API,
    kind: 'VPC',
    name: 'mgmt',
    path: 'harbor/vpcs/mgmt.yaml',
    replace: { this: 'leaseTimeSeconds: 86400', by: 'leaseTimeSeconds: 172800' },
    message: 'mgmt: leases of two days',
  },
];

/** What the deployer leaves alone while Git says what it says now, so that these states stay to be seen. */
export const SANDBOX_HELD: {
  kind: string;
  name: string;
  why: 'never deployed' | 'changed in the cluster';
}[] = [
  { kind: 'VPC', name: 'analytics', why: 'never deployed' },
  { kind: 'Switch', name: 'leaf-2', why: 'changed in the cluster' },
  { kind: 'VPC', name: 'storage', why: 'changed in the cluster' },
  { kind: 'VPCPeering', name: 'web--db', why: 'changed in the cluster' },
];

export function isClusterStep(step: DayStep): step is ClusterStep {
  return step.do === 'edit' || step.do === 'create' || step.do === 'delete';
}
