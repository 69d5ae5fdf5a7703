import type { KubernetesObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { writeManifest } from '#lib/git/yaml/write-manifest.ts';

const VPC_API = 'vpc.githedgehog.com/v1beta1';

/** A VPC that every API server takes as it is. */
export function vpcOf(name: string, vlan: number): KubernetesObject {
  return {
    apiVersion: VPC_API,
    kind: 'VPC',
    metadata: { name, namespace: 'default' },
    spec: {
      ipv4Namespace: 'default',
      vlanNamespace: 'default',
      subnets: { web: { subnet: '10.1.0.0/24', gateway: '10.1.0.1', vlan } },
    },
  };
}

/** A peering of two VPCs. */
export function peering(left: string, right: string): KubernetesObject {
  return {
    apiVersion: VPC_API,
    kind: 'VPCPeering',
    metadata: { name: `${left}--${right}`, namespace: 'default' },
    spec: { permit: [{ [left]: { subnets: ['web'] }, [right]: { subnets: ['web'] } }] },
  };
}

/** A file of these objects. */
export function manifestOf(...objects: readonly KubernetesObject[]): string {
  return objects.map((object) => writeManifest(object)).join('---\n');
}
