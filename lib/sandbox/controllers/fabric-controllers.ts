import type { JsonObject } from '#lib/domain/hedgehog/kubernetes-object.ts';
import { APPLY_PATCH, type ApiServerAddress, requireApi } from '../api-client.ts';
import { equalJson, objectAt, stringAt } from '../json-value.ts';
import { agentSpec, isSameForSwitch } from './agent-specs.ts';
import {
  apiVersionOfKind,
  collectionPath,
  type FabricObjects,
  type ReadKind,
  readFabric,
  specOf,
} from './fabric-objects.ts';
import { dhcpSubnets, vpcInfos } from './vpc-followers.ts';

const MANAGER = 'fabric';
const HEARTBEAT_MS = 20_000;

/**
 * Stands in for the fabric's own controllers and for the agents on the switches: writes an Agent for every switch, the DHCP
 * subnets and VPC infos, and lets each switch report one pass later that it has applied its Agent.
 */
export class FabricControllers {
  readonly #server: ApiServerAddress;
  readonly #now: () => Date;

  constructor(server: ApiServerAddress, now: () => Date = () => new Date()) {
    this.#server = server;
    this.#now = now;
  }

  /** One pass over everything. @throws ApiRefusal when the API server refuses a write. */
  async pass(): Promise<void> {
    const objects = await readFabric(this.#server);
    for (const [name, agent] of objects.of('Agent')) await this.#report(name, agent);
    await this.#writeAgents(objects);
    await this.#follow('DHCPSubnet', dhcpSubnets(objects), objects);
    await this.#follow('VPCInfo', vpcInfos(objects), objects);
  }

  /** What the switch says of itself. */
  async #report(name: string, agent: JsonObject): Promise<void> {
    const generation = Number(objectAt(agent, 'metadata')?.generation ?? 0);
    const status = objectAt(agent, 'status') ?? {};
    const now = this.#now();
    const applied = status.lastAppliedGen === generation;
    const age = now.getTime() - Date.parse(stringAt(status, 'lastHeartbeat') ?? '1970-01-01T00:00:00Z');
    if (applied && age < HEARTBEAT_MS) return;
    const at = now.toISOString();
    const attempt = {
      lastAttemptGen: generation,
      lastAttemptTime: at,
      lastAppliedGen: generation,
      lastAppliedTime: at,
      conditions: [
        { type: 'Applied', status: 'True', reason: 'ApplySucceeded', message: '', lastTransitionTime: at },
      ],
    };
    const body = { status: { lastHeartbeat: at, version: 'v0.1.0-sandbox', ...(applied ? {} : attempt) } };
    await requireApi(this.#server, 'PATCH', `${collectionPath('Agent')}/${name}/status?fieldManager=agent`, {
      body,
    });
  }

  async #writeAgents(objects: FabricObjects): Promise<void> {
    for (const name of objects.of('Switch').keys()) {
      const spec = agentSpec(objects, name);
      const live = objects.of('Agent').get(name);
      if (spec === null || (live !== undefined && isSameForSwitch(specOf(live), spec, equalJson))) continue;
      const apiVersion = apiVersionOfKind('Agent');
      await this.#apply('Agent', {
        apiVersion,
        kind: 'Agent',
        metadata: { name, namespace: 'default' },
        spec,
      });
    }
    await this.#remove('Agent', objects, (name) => !objects.of('Switch').has(name));
  }

  async #follow(kind: ReadKind, wanted: JsonObject[], objects: FabricObjects): Promise<void> {
    const names = new Set(wanted.map((object) => stringAt(object, 'metadata', 'name')));
    for (const object of wanted) {
      const live = objects.of(kind).get(stringAt(object, 'metadata', 'name') ?? '');
      if (live === undefined || !equalJson(specOf(live), specOf(object))) await this.#apply(kind, object);
    }
    await this.#remove(kind, objects, (name) => !names.has(name));
  }

  async #apply(kind: ReadKind, object: JsonObject): Promise<void> {
    const path = `${collectionPath(kind)}/${stringAt(object, 'metadata', 'name')}`;
    const query = `?fieldManager=${MANAGER}&force=true`;
    await requireApi(this.#server, 'PATCH', `${path}${query}`, { body: object, mediaType: APPLY_PATCH });
  }

  async #remove(kind: ReadKind, objects: FabricObjects, isGone: (name: string) => boolean): Promise<void> {
    for (const name of [...objects.of(kind).keys()].filter(isGone)) {
      await requireApi(this.#server, 'DELETE', `${collectionPath(kind)}/${name}`);
    }
  }
}
